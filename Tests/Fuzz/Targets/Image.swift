@testable import Imaging

extension FuzzTarget {
    /// A small image: it is refused, or has as many samples as its size says, upright or not, in grey and in colour.
    static let image = FuzzTarget("image", byteLimit: 4096) { input in
        let limits = ImageLimits(pixelLimit: 1 << 14, sideLimit: 1 << 12)
        let stored: PixelBuffer
        do throws(ImagingError) {
            stored = try ImageDecoder.decode(input, limits: limits, applyingOrientation: false)
        } catch {
            try require(!error.message.isEmpty, "an error without a message")
            return
        }
        let upright = try ImageDecoder.decode(input, limits: limits, applyingOrientation: true)
        for image in [stored, upright, upright.rgb(), upright.gray()] {
            try require(image.samples.count == image.width * image.height * image.channels, "\(image)")
            try require(image.width * image.height <= limits.pixelLimit, "\(image.width) x \(image.height)")
            try require(max(image.width, image.height) <= limits.sideLimit, "\(image.width) x \(image.height)")
        }
        try require(stored.samples.sorted() == upright.samples.sorted(), "turning changed samples")
        let format = input.withUnsafeBufferPointer { bytes in
            ImageDecoder.formats.first { $0.recognizes(bytes) }?.orientation(of: bytes) ?? .upright
        }
        let size = format.swapsSides ? (stored.height, stored.width) : (stored.width, stored.height)
        try require(size == (upright.width, upright.height), "\(size) turned is \(upright.width) x \(upright.height)")
    }
}
