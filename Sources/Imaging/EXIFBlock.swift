/// The part of an APP1 segment that EXIF calls a TIFF structure, read for the one tag that matters here.
struct EXIFBlock {
    /// Tag 274 of the first directory, nil if it is absent, of another type or out of 1...8.
    let orientation: Orientation?

    /// Nil if the segment does not begin with `Exif\0\0`.
    init?(_ segment: UnsafeBufferPointer<UInt8>) {
        let signature: [UInt8] = [0x45, 0x78, 0x69, 0x66, 0, 0]
        guard segment.count >= 6, segment[..<6].elementsEqual(signature) else { return nil }
        orientation = Self.orientation(UnsafeBufferPointer(rebasing: segment[6...]))
    }

    /// TIFF 6.0, section 2: byte order, 42, offset of a directory; a count, then entries of 12 bytes.
    private static func orientation(_ tiff: UnsafeBufferPointer<UInt8>) -> Orientation? {
        guard tiff.count >= 8 else { return nil }
        let isLittle: Bool
        switch (tiff[0], tiff[1]) {
        case (0x49, 0x49): isLittle = true
        case (0x4D, 0x4D): isLittle = false
        default: return nil
        }
        /// An unsigned number of 2 or 4 bytes, nil outside the block.
        func number(at offset: Int, size: Int) -> Int? {
            guard offset >= 0, offset <= tiff.count - size else { return nil }
            var value = 0
            for i in 0..<size { value = value << 8 | Int(tiff[isLittle ? offset + size - 1 - i : offset + i]) }
            return value
        }
        guard number(at: 2, size: 2) == 42, let directory = number(at: 4, size: 4),
            let count = number(at: directory, size: 2)
        else { return nil }
        for i in 0..<count {
            let entry = directory + 2 + 12 * i
            guard let tag = number(at: entry, size: 2) else { return nil }
            guard tag == 274 else { continue }
            // Type 3 is a 16-bit number; one of them lies in the entry itself, at its lower address.
            guard number(at: entry + 2, size: 2) == 3, number(at: entry + 4, size: 4) == 1,
                let value = number(at: entry + 8, size: 2)
            else { return nil }
            return UInt8(exactly: value).flatMap(Orientation.init(rawValue:))
        }
        return nil
    }
}
