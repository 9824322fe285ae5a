/// A decoded image: 8 bits per sample, rows from top to bottom, samples interleaved, no padding.
package struct PixelBuffer: Sendable, Hashable {
    package let width: Int
    package let height: Int
    /// 1 (grey) or 3 (red, green, blue).
    package let channels: Int
    /// `height * width * channels` samples in 0...255.
    package let samples: [UInt8]

    /// - Precondition: the count of samples is that of the extents.
    package init(width: Int, height: Int, channels: Int, samples: [UInt8]) {
        precondition(channels == 1 || channels == 3, "\(channels) channels; expected 1 or 3")
        precondition(samples.count == width * height * channels, "\(samples.count) samples")
        self.width = width
        self.height = height
        self.channels = channels
        self.samples = samples
    }

    /// The image with three equal channels if it is grey, itself otherwise.
    package func rgb() -> PixelBuffer {
        guard channels == 1 else { return self }
        let count = width * height
        let tripled = [UInt8](unsafeUninitializedCapacity: count * 3) { out, initialized in
            // `samples` has `count` elements by the initializer, `out` three times as many.
            samples.withUnsafeBufferPointer { source in
                for i in 0..<count {
                    let value = source[i]
                    out[3 * i] = value
                    out[3 * i + 1] = value
                    out[3 * i + 2] = value
                }
            }
            initialized = count * 3
        }
        return PixelBuffer(width: width, height: height, channels: 3, samples: tripled)
    }

    /// The image in grey: ITU-R 601 luma in 16-bit fixed point, rounded half up, as Pillow's `convert("L")`.
    package func gray() -> PixelBuffer {
        guard channels == 3 else { return self }
        let count = width * height
        let luma = [UInt8](unsafeUninitializedCapacity: count) { out, initialized in
            // `samples` has 3 * `count` elements by the initializer.
            samples.withUnsafeBufferPointer { source in
                for i in 0..<count {
                    // The weights are 0.299, 0.587 and 0.114 in units of 2^-16; they add up to 2^16.
                    let sum =
                        UInt32(source[3 * i]) &* 19595 &+ UInt32(source[3 * i + 1]) &* 38470
                        &+ UInt32(source[3 * i + 2]) &* 7471
                    out[i] = UInt8(truncatingIfNeeded: (sum &+ 0x8000) >> 16)
                }
            }
            initialized = count
        }
        return PixelBuffer(width: width, height: height, channels: 1, samples: luma)
    }
}
