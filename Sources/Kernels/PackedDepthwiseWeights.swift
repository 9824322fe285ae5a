import CKernels

/// Depthwise weights, one row of channels per kernel tap: [kernelHeight * kernelWidth][paddedChannels].
///
/// Channels beyond the last are zero. Bias and scale of the epilogue must have `paddedChannels` elements.
package struct PackedDepthwiseWeights: Sendable {
    package let channels: Int
    package let taps: Int
    package let buffer: AlignedBuffer<Int16>

    /// channels rounded up to the kernels' block (32).
    package var paddedChannels: Int { Self.padded(channels) }

    /// Bytes held.
    package var byteCount: Int { buffer.byteCount }

    /// Packs ONNX weights [channels][1][kernelHeight][kernelWidth].
    package init(_ weights: UnsafeBufferPointer<Int16>, channels: Int, kernelHeight: Int, kernelWidth: Int) {
        precondition(channels > 0 && kernelHeight > 0 && kernelWidth > 0, "depthwise weights must not be empty")
        let taps = kernelHeight * kernelWidth
        precondition(weights.count >= channels * taps, "\(channels) x \(taps) weights, found \(weights.count) elements")
        self.channels = channels
        self.taps = taps
        let padded = Self.padded(channels)
        buffer = AlignedBuffer(count: taps * padded)
        for channel in 0..<channels {
            for tap in 0..<taps {
                // In bounds: channel < padded, tap < taps.
                buffer.pointer[tap * padded + channel] = weights[channel * taps + tap]
            }
        }
    }

    /// Channels that the kernels take at once.
    package static var channelBlock: Int { Int(MANT_DWCONV_CHANNEL_BLOCK) }

    private static func padded(_ channels: Int) -> Int { (channels + channelBlock - 1) / channelBlock * channelBlock }
}
