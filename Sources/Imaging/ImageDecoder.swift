/// Encoded bytes to pixels: JPEG, PNG or WebP, told apart by their first bytes, never by name or media type.
///
/// Pure functions, safe on any threads at once and on any bytes.
package enum ImageDecoder {
    /// A line per format.
    static let formats: [any ImageFormatDecoder.Type] = [
        JPEGDecoder.self,
        PNGDecoder.self,
        WebPDecoder.self,
    ]

    /// Decodes one image to grey or RGB. Alpha is dropped, 16-bit samples keep their high byte.
    ///
    /// - Parameter applyingOrientation: turn a JPEG upright as its EXIF orientation says.
    /// - Throws: `.unknownFormat`, `.undecodable` (damaged, cut off, unsupported), `.tooLarge` (over the limits).
    package static func decode(
        _ bytes: [UInt8], limits: ImageLimits = .default, applyingOrientation: Bool
    ) throws(ImagingError) -> PixelBuffer {
        try bytes.withUnsafeBufferPointer { (buffer) throws(ImagingError) in
            guard let format = formats.first(where: { $0.recognizes(buffer) }) else {
                throw ImagingError(
                    .unknownFormat,
                    "\(buffer.isEmpty ? "no bytes" : "the first of \(buffer.count) bytes") "
                        + "are those of no known image format; send a JPEG, PNG or WebP image")
            }
            let image = try format.decode(buffer, limits: limits)
            return applyingOrientation ? format.orientation(of: buffer).upright(image) : image
        }
    }
}
