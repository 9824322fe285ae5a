package import Checkpoint
package import FixedPoint
package import ModelGraph

/// Pixels to a model's input, as its checkpoint says: colour, resize, centre crop, `(x - mean) / std`.
///
/// The resize is bit for bit that of Pillow; the steps before normalization stay in 8 bits. A value; its methods may
/// run on any threads at once.
package struct Preprocessor: Sendable {
    package let preprocessing: Preprocessing
    /// The input's shape with batch 1, in the layout of the preprocessing.
    package let shape: [Int]
    /// [height, width] of what the model sees.
    private let size: [Int]

    /// - Throws: `CheckpointError` for settings that make no sense.
    package init(_ preprocessing: Preprocessing) throws {
        try preprocessing.validate()
        guard let size = preprocessing.centerCrop?.size ?? preprocessing.resize?.size else {
            throw CheckpointError(.invalidSetting, "preprocessing: neither center_crop nor a resize to a size")
        }
        self.preprocessing = preprocessing
        self.size = size
        let channels = preprocessing.channels
        shape = preprocessing.layout == .nchw ? [1, channels] + size : [1] + size + [channels]
    }

    /// The image in the model's colour, resized and cropped; one or three channels, red first whatever the model's
    /// order.
    ///
    /// - Throws: `.tooLarge` if resizing would need too much memory.
    package func pixels(from image: PixelBuffer) throws(ImagingError) -> PixelBuffer {
        let source = preprocessing.color == .gray ? image.gray() : image
        var scaled = (width: source.width, height: source.height)
        if let resize = preprocessing.resize {
            if let exact = resize.size {
                scaled = (exact[1], exact[0])
            } else if let side = resize.shorterSide {
                let shorter = min(source.width, source.height)
                // At most 65535 * 8192, and the shorter side comes out as `side` exactly.
                scaled = (
                    Self.roundedQuotient(source.width * side, shorter),
                    Self.roundedQuotient(source.height * side, shorter)
                )
            }
        }
        let interpolation = preprocessing.resize?.interpolation ?? .nearest
        let resampler = Resampler(width: scaled.width, height: scaled.height, interpolation: interpolation)
        let columns = Self.middle(of: scaled.width, size: size[1])
        let rows = Self.middle(of: scaled.height, size: size[0])
        let visible = try resampler.resize(source, columns: columns.visible, rows: rows.visible)
        let placed = visible.placed(width: size[1], height: size[0], left: columns.margin, top: rows.margin)
        return preprocessing.color == .gray ? placed : placed.rgb()
    }

    /// The input as float32, `shape` elements.
    package func tensor(from image: PixelBuffer) throws(ImagingError) -> Tensor {
        let pixels = try pixels(from: image)
        let tables = tables { $0 }
        let values = preprocessing.layout == .nchw ? planes(pixels, tables) : interleaved(pixels, tables)
        return Tensor(shape: shape, floats: values)
    }

    /// The pixels in the order height, width, channel, and the channels in the model's order.
    package func samples(from image: PixelBuffer) throws(ImagingError) -> [UInt8] {
        let pixels = try pixels(from: image)
        guard preprocessing.color == .bgr else { return pixels.samples }
        let values = (0..<preprocessing.channels).flatMap { _ in (0..<256).map { UInt8($0) } }
        return interleaved(pixels, values)
    }

    /// The mantissas that the values of `samples(from:)` stand for: 256 for each channel. They equal the float tensor rounded to
    /// nearest even and saturated.
    package func mantissaTables(_ format: DFPFormat) -> [Int16] { tables { format.mantissa(of: $0) } }

    /// What each sample value of each model channel becomes: 256 entries per channel.
    private func tables<Value>(_ transform: (Float) -> Value) -> [Value] {
        (0..<preprocessing.channels).flatMap { channel in
            (0..<256).map { transform((Float($0) - preprocessing.mean[channel]) / preprocessing.std[channel]) }
        }
    }

    /// Which channel of the pixels the model's channel is.
    private func sourceChannel(_ channel: Int) -> Int { preprocessing.color == .bgr ? 2 - channel : channel }

    private func interleaved<Value: BitwiseCopyable>(_ pixels: PixelBuffer, _ tables: [Value]) -> [Value] {
        values(pixels, tables, pixelStride: pixels.channels, channelStride: 1)
    }

    private func planes<Value: BitwiseCopyable>(_ pixels: PixelBuffer, _ tables: [Value]) -> [Value] {
        values(pixels, tables, pixelStride: 1, channelStride: pixels.width * pixels.height)
    }

    private func values<Value: BitwiseCopyable>(
        _ pixels: PixelBuffer, _ tables: [Value], pixelStride: Int, channelStride: Int
    ) -> [Value] {
        let (channels, count) = (pixels.channels, pixels.width * pixels.height)
        return [Value](unsafeUninitializedCapacity: channels * count) { out, initialized in
            // `tables` has 256 entries per channel; the strides map (pixel, channel) onto 0..<channels * count.
            pixels.samples.withUnsafeBufferPointer { samples in
                tables.withUnsafeBufferPointer { tables in
                    for channel in 0..<channels {
                        let source = sourceChannel(channel)
                        for pixel in 0..<count {
                            out[pixel * pixelStride + channel * channelStride] =
                                tables[256 * channel + Int(samples[pixel * channels + source])]
                        }
                    }
                }
            }
            initialized = channels * count
        }
    }

    /// The middle `size` of a side: which of its positions are visible, and how many black ones lie before them.
    static func middle(of side: Int, size: Int) -> (visible: Range<Int>, margin: Int) {
        let offset = roundedQuotient(side - size, 2)
        let visible = max(0, offset)..<min(side, offset + size)
        return (visible, max(0, -offset))
    }

    /// dividend / divisor, half to even; the divisor is positive.
    static func roundedQuotient(_ dividend: Int, _ divisor: Int) -> Int {
        let remainder = dividend % divisor
        // Floored, so that the rest is within 0..<divisor for negative dividends as well.
        let rest = remainder < 0 ? remainder + divisor : remainder
        let floored = (dividend - rest) / divisor
        if 2 * rest != divisor { return 2 * rest > divisor ? floored + 1 : floored }
        return floored.isMultiple(of: 2) ? floored : floored + 1
    }
}
