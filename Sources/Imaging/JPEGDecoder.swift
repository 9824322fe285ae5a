import CTurboJPEG

/// JPEG through libjpeg-turbo: baseline and progressive; grey, YCbCr, RGB, CMYK and YCCK.
///
/// Accurate integer DCT and libjpeg's smooth ("fancy") chroma upsampling: what Pillow does, hence what models are
/// trained with, and what the library's SIMD and C paths compute to the same bits.
enum JPEGDecoder: ImageFormatDecoder {
    static let name = "JPEG"

    static func recognizes(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.count >= 3 && bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes[2] == 0xFF
    }

    static func orientation(of bytes: UnsafeBufferPointer<UInt8>) -> Orientation {
        JPEGMarkers(bytes).orientation
    }

    static func decode(_ bytes: UnsafeBufferPointer<UInt8>, limits: ImageLimits) throws(ImagingError) -> PixelBuffer {
        guard let handle = tjInitDecompress() else { throw ImagingError(.undecodable, "no memory to decode JPEG") }
        defer { tjDestroy(handle) }
        // A failure may concern the chroma subsampling alone, which decoding does not need: the extents tell.
        var (width, height, subsampling, colorspace): (Int32, Int32, Int32, Int32) = (0, 0, -1, -1)
        let status = tjDecompressHeader3(
            handle, bytes.baseAddress, UInt(bytes.count), &width, &height, &subsampling, &colorspace)
        if status != 0 && (width <= 0 || height <= 0 || colorspace < 0) { throw failure(handle) }
        try limits.check(width: Int(width), height: Int(height), format: name)

        let isGray = colorspace == Int32(TJCS_GRAY.rawValue)
        let isCMYK = colorspace == Int32(TJCS_CMYK.rawValue) || colorspace == Int32(TJCS_YCCK.rawValue)
        let format = isGray ? TJPF_GRAY : isCMYK ? TJPF_CMYK : TJPF_RGB
        let channels = isGray ? 1 : isCMYK ? 4 : 3
        let count = Int(width) * Int(height) * channels
        var isComplete = false
        let samples = [UInt8](unsafeUninitializedCapacity: count) { out, initialized in
            // The library fills height rows of width * channels bytes, unless it stops: those must be defined too.
            out.baseAddress?.initialize(repeating: 0, count: count)
            initialized = count
            func isDecoded(_ flags: Int32) -> Bool {
                tjDecompress2(
                    handle, bytes.baseAddress, UInt(bytes.count), out.baseAddress, width, 0, height,
                    Int32(format.rawValue), TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS | flags) == 0
            }
            // Stopping at the first warning makes data that is cut off cheap, however large its header says it is.
            isComplete =
                isDecoded(TJFLAG_STOPONWARNING)
                || isHarmless(handle, bytes) && (isDecoded(0) || isHarmless(handle, bytes))
        }
        guard isComplete else { throw failure(handle) }
        return PixelBuffer(
            width: Int(width), height: Int(height), channels: isGray ? 1 : 3,
            samples: isCMYK ? rgb(adobeCMYK: samples) : samples)
    }

    /// Whether the decoder only passed over bytes between segments, as many cameras and editors leave them.
    ///
    /// The library tells the first warning alone; the end of the image must be there, so that data that is cut off
    /// does not hide behind it.
    private static func isHarmless(_ handle: tjhandle, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        tjGetErrorCode(handle) == Int32(TJERR_WARNING.rawValue)
            && text(handle).contains("extraneous bytes before marker") && JPEGMarkers(bytes).hasEnd
    }

    private static func text(_ handle: tjhandle) -> String {
        tjGetErrorStr2(handle).map { String(cString: $0) } ?? "unknown error"
    }

    private static func failure(_ handle: tjhandle) -> ImagingError {
        ImagingError(.undecodable, "the JPEG image cannot be decoded (\(text(handle))); send an intact file")
    }

    /// Inks to light as Pillow's `convert("RGB")`: (255 - ink) * (255 - black) / 255, rounded.
    ///
    /// Adobe stores the inks inverted (255 is none), and every writer of CMYK JPEG follows it.
    private static func rgb(adobeCMYK samples: [UInt8]) -> [UInt8] {
        let count = samples.count / 4
        return [UInt8](unsafeUninitializedCapacity: count * 3) { out, initialized in
            samples.withUnsafeBufferPointer { source in
                for i in 0..<count {
                    let light = Int32(source[4 * i + 3])
                    for c in 0..<3 {
                        let product = (255 - Int32(source[4 * i + c])) * light + 128
                        let rounded = ((product >> 8) + product) >> 8
                        out[3 * i + c] = UInt8(truncatingIfNeeded: max(0, light - rounded))
                    }
                }
            }
            initialized = count * 3
        }
    }
}
