/// One image format. A conforming type holds no state; its methods may run on any threads at once.
protocol ImageFormatDecoder: SendableMetatype {
    /// The name for messages: `JPEG`.
    static var name: String { get }

    /// Whether the bytes begin as a file of this format does.
    static func recognizes(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool

    /// Decodes to grey or RGB. Checks the limits on the header, before decoding. Ignores EXIF orientation.
    static func decode(_ bytes: UnsafeBufferPointer<UInt8>, limits: ImageLimits) throws(ImagingError) -> PixelBuffer

    /// The EXIF orientation, `.upright` where the format has none that is honoured.
    static func orientation(of bytes: UnsafeBufferPointer<UInt8>) -> Orientation
}

extension ImageFormatDecoder {
    static func orientation(of bytes: UnsafeBufferPointer<UInt8>) -> Orientation { .upright }
}
