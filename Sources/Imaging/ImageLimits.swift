/// How large an image may be. Checked on the header, before anything of the image's size is allocated.
package struct ImageLimits: Sendable, Hashable {
    /// The most pixels (width times height) an image may declare.
    package var pixelLimit: Int
    /// The longest side in pixels.
    package var sideLimit: Int

    package static let `default` = ImageLimits()

    package init(pixelLimit: Int = 64 << 20, sideLimit: Int = 65535) {
        self.pixelLimit = pixelLimit
        self.sideLimit = sideLimit
    }

    /// - Throws: `.tooLarge` that names the declared width and height; `.undecodable` for an empty image.
    func check(width: Int, height: Int, format: String) throws(ImagingError) {
        guard width > 0, height > 0 else {
            throw ImagingError(
                .undecodable, "the \(format) image declares \(width) x \(height) pixels: it is empty or damaged")
        }
        let (pixels, overflow) = width.multipliedReportingOverflow(by: height)
        guard !overflow, pixels <= pixelLimit, width <= sideLimit, height <= sideLimit else {
            throw ImagingError(
                .tooLarge,
                "the \(format) image declares \(width) x \(height) pixels; at most \(pixelLimit) pixels and "
                    + "\(sideLimit) on a side are read: send a smaller image")
        }
    }
}
