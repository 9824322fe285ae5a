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
        precondition(weights.count >= n * k, "\(n) x \(k) weights need \(n * k) elements, found \(weights.count)")
        self.init(n: n, k: k, nr: nr) { column, append in
            // In bounds: column < n.
            for r in column * k..<(column + 1) * k { append(weights[r]) }
        }
    }

    /// Packs MatMul's constant: row-major [k][n].
    package init(columns weights: UnsafeBufferPointer<Int16>, k: Int, n: Int, nr: Int) {
        precondition(weights.count >= n * k, "\(k) x \(n) weights need \(n * k) elements, found \(weights.count)")
        self.init(n: n, k: k, nr: nr) { column, append in
            // In bounds: column < n, r < k.
            for r in 0..<k { append(weights[r * n + column]) }
        }
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
        self.init(n: outputs.count, k: k, nr: nr) { column, append in
            // In bounds: outputs.lowerBound + column < outputs.upperBound, tap < taps, input < inputs.
            let first = (outputs.lowerBound + column) * k
            for begin in stride(from: 0, to: inputs, by: max(1, channelBlock ?? inputs)) {
                let end = min(inputs, begin + (channelBlock ?? inputs))
                for tap in 0..<taps {
                    for input in begin..<end { append(weights[first + input * taps + tap]) }
                }
            }
        }
    }

    /// `fill` appends the k weights of a column, in the order of the reduction.
    @inline(__always)
    private init(n: Int, k: Int, nr: Int, fill: (_ column: Int, _ append: (Int16) -> Void) -> Void) {
        precondition(n > 0 && k > 0 && nr > 0, "n, k and nr must be positive, found \(n), \(k), \(nr)")
        self.n = n
        self.k = k
        self.nr = nr
        let pairs = (k + 1) / 2
        let panels = (n + nr - 1) / nr
        buffer = AlignedBuffer(count: panels * pairs * nr * 2)
        for column in 0..<n {
            // In bounds: the panel has `pairs` steps of nr * 2, and column % nr * 2 + 1 < nr * 2.
            var target = buffer.pointer + column / nr * (pairs * nr * 2) + column % nr * 2
            var isSecond = false
            fill(column) { weight in
                target[isSecond ? 1 : 0] = weight
                if isSecond { target += nr * 2 }
                isSecond.toggle()
            }
        }
    }
}
