import FixedPoint

/// Weights of a 3 x 3 convolution as Winograd's F(2x2,3x3) reads them (`WinogradSums` has the transform).
///
///     panel p, block b: [16 positions][(channels of b + 1) / 2][nr][2]     columns p * nr ..< (p + 1) * nr
///
/// Columns beyond n are zero; an odd number of channels ends with a zero weight. Bias and scale of the epilogue must
/// have `paddedColumns` elements.
package struct PackedWinogradWeights: Sendable {
    /// Output columns (channels).
    package let n: Int
    /// Input channels.
    package let channels: Int
    /// Input channels per exact sum: even, or all.
    package let channelBlock: Int
    /// Columns per panel: `KernelTable.gemmColumns` of the table that will run it.
    package let nr: Int
    package let buffer: AlignedBuffer<Int16>
    /// [blocks][paddedColumns]: what the kernel adds at position 5 for the offset that the input transform takes off.
    let start: AlignedBuffer<Int32>
    /// `WinogradSums.offset` of the input's format.
    package let offset: Int

    /// n rounded up to whole panels.
    package var paddedColumns: Int { Self.padded(n, nr) }

    /// Bytes held.
    package var byteCount: Int { buffer.byteCount + start.byteCount }

    /// Packs ONNX weights [n][channels][3][3].
    ///
    /// - Precondition: transformed weights lie within -32767...32767; channelBlock is even or at least `channels`.
    package init(
        _ weights: UnsafeBufferPointer<Int16>, n: Int, channels: Int, channelBlock: Int, offset: Int, nr: Int
    ) {
        precondition(n > 0 && channels > 0 && nr > 0, "n, channels and nr must be positive: \(n), \(channels), \(nr)")
        precondition(weights.count >= n * channels * 9, "\(n * channels * 9) weights needed, found \(weights.count)")
        precondition(
            channelBlock >= channels || (channelBlock > 0 && channelBlock % 2 == 0),
            "blocks of \(channelBlock) channels; must be even or all \(channels)")
        self.n = n
        self.channels = channels
        self.channelBlock = min(channelBlock, channels)
        self.nr = nr
        self.offset = offset
        let block = self.channelBlock
        let columns = Self.padded(n, nr)
        let panel = 16 * ((channels + 1) / 2) * nr * 2
        buffer = AlignedBuffer(count: columns / nr * panel)
        start = AlignedBuffer(count: (channels + block - 1) / block * columns)
        var filter = [Int32](repeating: 0, count: 9)
        for column in 0..<n {
            var target = buffer.pointer + column / nr * panel + column % nr * 2
            for (index, begin) in stride(from: 0, to: channels, by: block).enumerated() {
                let count = min(block, channels - begin)
                // Elements of one position in this block.
                let position = (count + 1) / 2 * nr * 2
                for channel in 0..<count {
                    // In bounds: column < n, begin + channel < channels; the block's part of the panel is 16 * position.
                    for tap in 0..<9 { filter[tap] = Int32(weights[(column * channels + begin + channel) * 9 + tap]) }
                    let transformed = filter.withUnsafeBufferPointer { filter in
                        filter.baseAddress.map(WinogradSums.weights) ?? SIMD16()
                    }
                    let place = channel / 2 * nr * 2 + channel % 2
                    for p in 0..<16 { target[p * position + place] = Int16(transformed[p]) }
                    // Modulo 2^32, as the kernel computes.
                    start.pointer[index * columns + column] &+= transformed[5] &* Int32(offset)
                }
                target += 16 * position
            }
        }
    }

    private static func padded(_ n: Int, _ nr: Int) -> Int { (n + nr - 1) / nr * nr }
}
