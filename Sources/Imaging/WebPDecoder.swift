import CWebP

/// WebP through libwebp: lossy and lossless; alpha is dropped. Animations are refused.
enum WebPDecoder: ImageFormatDecoder {
    static let name = "WebP"

    /// `RIFF`, four bytes of size, `WEBP`.
    static func recognizes(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.count >= 12 && bytes[..<4].elementsEqual([0x52, 0x49, 0x46, 0x46])
            && bytes[8..<12].elementsEqual([0x57, 0x45, 0x42, 0x50])
    }

    static func decode(_ bytes: UnsafeBufferPointer<UInt8>, limits: ImageLimits) throws(ImagingError) -> PixelBuffer {
        var features = WebPBitstreamFeatures()
        let status = WebPGetFeatures(bytes.baseAddress, bytes.count, &features)
        guard status == VP8_STATUS_OK else { throw failure(status) }
        try limits.check(width: Int(features.width), height: Int(features.height), format: name)
        guard features.has_animation == 0 else {
            throw ImagingError(.undecodable, "the WebP image is an animation; send a single frame")
        }
        let (width, height) = (Int(features.width), Int(features.height))
        let count = width * height * 3
        var isComplete = false
        let samples = [UInt8](unsafeUninitializedCapacity: count) { out, initialized in
            // The library writes rows of 3 * width bytes within `count`; on failure the bytes are discarded.
            out.baseAddress?.initialize(repeating: 0, count: count)
            isComplete =
                WebPDecodeRGBInto(bytes.baseAddress, bytes.count, out.baseAddress, count, Int32(3 * width)) != nil
            initialized = count
        }
        guard isComplete else { throw failure(VP8_STATUS_BITSTREAM_ERROR) }
        return PixelBuffer(width: width, height: height, channels: 3, samples: samples)
    }

    private static func failure(_ status: VP8StatusCode) -> ImagingError {
        let cause =
            switch status {
            case VP8_STATUS_OUT_OF_MEMORY: "no memory"
            case VP8_STATUS_UNSUPPORTED_FEATURE: "an unsupported variant"
            case VP8_STATUS_NOT_ENOUGH_DATA: "it is cut off"
            default: "it is damaged or cut off"
            }
        return ImagingError(.undecodable, "the WebP image cannot be decoded (\(cause)); send an intact file")
    }
}
