import Checkpoint

/// A resize as Pillow does it, to the bit: first along the rows, then along the columns, 8 bits in between. Only
/// what a window of the result needs is computed, which changes no bit of it.
///
/// The order is fixed: it is that of every Pillow before 13. Pillow 13 filters the columns first where the height
/// shrinks much more than the width, which moves some samples by one; resizes that keep the aspect are the same.
struct Resampler {
    /// Extents of the whole result, of which a window is computed.
    let width: Int
    let height: Int
    let interpolation: Preprocessing.Interpolation

    /// The most bytes an intermediate or final image may have.
    static let byteLimit = 1 << 28

    /// - Parameters: the columns and rows that are wanted, non-empty and within the extents.
    /// - Throws: `.tooLarge` if an intermediate image would have more than `byteLimit` bytes.
    func resize(_ image: PixelBuffer, columns: Range<Int>, rows: Range<Int>) throws(ImagingError) -> PixelBuffer {
        if width == image.width && height == image.height { return image.cropped(columns: columns, rows: rows) }
        let filter: ResampleFilter
        switch interpolation {
        case .nearest: return nearest(image, columns: columns, rows: rows)
        case .bilinear: filter = .bilinear
        case .bicubic: filter = .bicubic
        }
        // An axis that keeps its size is copied, not filtered.
        let vertical =
            height == image.height
            ? nil : ResampleWeights(inputSize: image.height, outputSize: height, window: rows, filter: filter)
        let needed = vertical?.inputRange ?? rows
        let bytes = needed.count.multipliedReportingOverflow(by: columns.count * image.channels)
        guard !bytes.overflow, bytes.partialValue <= Self.byteLimit else {
            throw ImagingError(
                .tooLarge,
                "the image of \(image.width) x \(image.height) pixels is too large to be resized to "
                    + "\(width) x \(height); send a smaller one")
        }
        var result = image
        var offset = 0
        if width != image.width {
            let weights = ResampleWeights(
                inputSize: image.width, outputSize: width, window: columns, filter: filter)
            result = HorizontalPass(weights: weights).apply(to: image, rows: needed)
            offset = needed.lowerBound
        } else if columns.count != image.width || vertical == nil {
            result = image.cropped(columns: columns, rows: needed)
            offset = needed.lowerBound
        }
        guard let vertical else { return result }
        return VerticalPass(weights: vertical).apply(to: result, firstRow: offset)
    }

    /// Nearest neighbour: the pixel under the middle of each output pixel.
    private func nearest(_ image: PixelBuffer, columns: Range<Int>, rows: Range<Int>) -> PixelBuffer {
        let xs = NearestPositions(inputSize: image.width, outputSize: width, window: columns).positions
        let ys = NearestPositions(inputSize: image.height, outputSize: height, window: rows).positions
        let channels = image.channels
        var samples = [UInt8](repeating: 0, count: xs.count * ys.count * channels)
        samples.withUnsafeMutableBufferPointer { out in
            // Positions are within the image or nil, which stays black.
            image.samples.withUnsafeBufferPointer { source in
                var target = 0
                for y in ys {
                    for x in xs {
                        if let x, let y {
                            let start = (y * image.width + x) * channels
                            for c in 0..<channels { out[target + c] = source[start + c] }
                        }
                        target += channels
                    }
                }
            }
        }
        return PixelBuffer(width: xs.count, height: ys.count, channels: channels, samples: samples)
    }
}
