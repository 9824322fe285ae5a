/// What the segments of a JPEG file say outside the compressed data. Bounded: each byte is looked at once.
struct JPEGMarkers {
    /// EXIF's orientation in the first APP1 segment that holds EXIF; `.upright` if there is none or it is damaged.
    private(set) var orientation = Orientation.upright
    /// Whether the end-of-image marker follows the first scan.
    private(set) var hasEnd = false

    /// ITU T.81, B.1.1: FF, a code, and for most codes a big-endian length that counts itself.
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        var position = 2
        var foundEXIF = false
        while position + 4 <= bytes.count {
            guard bytes[position] == 0xFF else {
                position += 1
                continue
            }
            let code = bytes[position + 1]
            // Fill bytes, stuffed zeros, markers without a length: TEM, RSTn, SOI.
            if code == 0xFF || code == 0 || code == 1 || (0xD0...0xD8).contains(code) {
                position += code == 0xFF ? 1 : 2
                continue
            }
            if code == 0xD9 { return }
            let length = Int(bytes[position + 2]) << 8 | Int(bytes[position + 3])
            let end = position + 2 + length
            guard length >= 2, end <= bytes.count else { return }
            if code == 0xDA {
                // Inside a scan FF is stuffed: FF D9 is nothing but the end.
                var i = end
                while i + 1 < bytes.count {
                    if bytes[i] == 0xFF && bytes[i + 1] == 0xD9 {
                        hasEnd = true
                        return
                    }
                    i += 1
                }
                return
            }
            if code == 0xE1, !foundEXIF {
                let segment = UnsafeBufferPointer(rebasing: bytes[(position + 4)..<end])
                if let block = EXIFBlock(segment) {
                    foundEXIF = true
                    orientation = block.orientation ?? .upright
                }
            }
            position = end
        }
    }
}
