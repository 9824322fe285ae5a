import CPNG

/// PNG through libpng: all colour types and depths, interlaced or not; of an animation the default image.
///
/// Samples of 16 bits keep their high byte. Alpha and transparent colours are dropped without blending, and the
/// stored values are taken as they are (no gamma, no profile), as Pillow's `convert("RGB")` does. A file whose data
/// goes on long after its last row is refused.
enum PNGDecoder: ImageFormatDecoder {
    static let name = "PNG"

    static func recognizes(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        return bytes.count >= 8 && bytes[..<8].elementsEqual(signature)
    }

    static func decode(_ bytes: UnsafeBufferPointer<UInt8>, limits: ImageLimits) throws(ImagingError) -> PixelBuffer {
        // The signature, then IHDR: length, type, width, height, bit depth, colour type, three more bytes, checksum.
        guard bytes.count >= 33, bytes[12..<16].elementsEqual([0x49, 0x48, 0x44, 0x52]) else {
            throw failure("it has no header")
        }
        func number(at offset: Int) -> Int { bytes[offset..<(offset + 4)].reduce(0) { $0 << 8 | Int($1) } }
        let (width, height) = (number(at: 16), number(at: 20))
        try limits.check(width: width, height: height, format: name)
        // Colour types: 0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGB with alpha.
        let colorType = bytes[25]
        let channels = colorType == 0 || colorType == 4 ? 1 : 3
        guard let wide = UInt32(exactly: width), let high = UInt32(exactly: height) else {
            throw failure("its header is damaged")
        }

        let count = width * height * channels
        var reason = ""
        var isComplete = false
        let samples = [UInt8](unsafeUninitializedCapacity: count) { out, initialized in
            // The function writes within height rows of width * channels bytes: it checks these against the file.
            out.baseAddress?.initialize(repeating: 0, count: count)
            initialized = count
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { message in
                guard let text = message.baseAddress else { return }
                isComplete =
                    mant_png_decode(
                        bytes.baseAddress, bytes.count, wide, high, UInt32(channels), out.baseAddress, text,
                        message.count) == 0
                if !isComplete { reason = String(cString: text) }
            }
        }
        guard isComplete else { throw failure(reason) }
        return PixelBuffer(width: width, height: height, channels: channels, samples: samples)
    }

    private static func failure(_ reason: String) -> ImagingError {
        ImagingError(
            .undecodable,
            "the PNG image cannot be decoded (\(reason.isEmpty ? "no memory" : reason)); send an intact file")
    }
}
