/// Weights of a gemm (Conv, Gemm, MatMul with a constant) in the order in which the micro-kernels read them.
///
///     panel p: [(k + 1) / 2][nr][2]     columns p * nr ..< (p + 1) * nr, pairs of the reduction innermost
///
/// Columns beyond n are zero; an odd k ends with a zero weight, so that what stands behind a row of A does not matter.
/// Bias and scale of the epilogue must have `paddedColumns` elements.
package struct PackedWeights: Sendable {
    /// Output columns (channels of one group).
    package let n: Int
    /// Length of the reduction.
    package let k: Int
    /// Columns per panel: `KernelTable.gemmColumns` of the table that will run it.
    package let nr: Int
    package let buffer: AlignedBuffer<Int16>

    /// n rounded up to whole panels.
    package var paddedColumns: Int { (n + nr - 1) / nr * nr }

    /// Bytes held.
    package var byteCount: Int { buffer.byteCount }

    /// Packs row-major [n][k] weights whose rows are in the order of the reduction.
    package init(rows weights: UnsafeBufferPointer<Int16>, n: Int, k: Int, nr: Int) {
        self.init(weights, n: n, columnStride: k, nr: nr, order: Array(0..<k))
    }

    /// Packs MatMul's constant: row-major [k][n].
    package init(columns weights: UnsafeBufferPointer<Int16>, k: Int, n: Int, nr: Int) {
        self.init(weights, n: n, columnStride: 1, nr: nr, order: (0..<k).map { $0 * n })
    }

    /// Packs one group of ONNX convolution weights [outputs][inputs / group][kernelHeight][kernelWidth]; the reduction
    /// runs over (channel block, kernel row, kernel column, input channel of the block), the order of an NHWC im2col row.
    ///
    /// - Parameters:
    ///   - weights: the weights of all groups.
    ///   - outputs: the channels of the group, as a range of all output channels.
    ///   - inputs: input channels per group.
    ///   - channelBlock: input channels of one block; the last has what is left. nil for a single block.
    package init(
        convolution weights: UnsafeBufferPointer<Int16>, outputs: Range<Int>, inputs: Int, kernelHeight: Int,
        kernelWidth: Int, channelBlock: Int? = nil, nr: Int
    ) {
        let taps = kernelHeight * kernelWidth
        let k = taps * inputs
        precondition(
            outputs.lowerBound >= 0 && weights.count >= outputs.upperBound * k,
            "\(outputs.upperBound) x \(k) weights expected, found \(weights.count) elements")
        var order: [Int] = []
        order.reserveCapacity(k)
        for begin in stride(from: 0, to: inputs, by: max(1, channelBlock ?? inputs)) {
            let end = min(inputs, begin + (channelBlock ?? inputs))
            for tap in 0..<taps {
                for input in begin..<end { order.append(input * taps + tap) }
            }
        }
        self.init(
            UnsafeBufferPointer(rebasing: weights[outputs.lowerBound * k..<outputs.upperBound * k]), n: outputs.count,
            columnStride: k, nr: nr, order: order)
    }

    /// - Parameters:
    ///   - columnStride: elements from a column's first weight to the next column's.
    ///   - order: for each element of the reduction, where it stands relative to its column's first weight.
    private init(_ weights: UnsafeBufferPointer<Int16>, n: Int, columnStride: Int, nr: Int, order: [Int]) {
        let k = order.count
        precondition(n > 0 && k > 0 && nr > 0, "n, k and nr must be positive, found \(n), \(k), \(nr)")
        precondition(weights.count >= n * k, "\(n) x \(k) weights need \(n * k) elements, found \(weights.count)")
        self.n = n
        self.k = k
        self.nr = nr
        let pairs = (k + 1) / 2
        buffer = AlignedBuffer(count: (n + nr - 1) / nr * pairs * nr * 2)
        var target = buffer.pointer
        for first in stride(from: 0, to: n, by: nr) {
            let columns = min(nr, n - first)
            // In bounds: each panel has `pairs` steps of nr * 2; column first + columns - 1 < n, and all that `order` leads to stands
            // within n * k elements.
            for element in stride(from: 0, to: k, by: 2) {
                let isPair = element + 1 < k
                var source = weights.baseAddress.unsafelyUnwrapped + first * columnStride
                let (even, odd) = (order[element], isPair ? order[element + 1] : 0)
                for column in 0..<columns {
                    target[2 * column] = source[even]
                    if isPair { target[2 * column + 1] = source[odd] }
                    source += columnStride
                }
                target += nr * 2
            }
        }
    }
}
