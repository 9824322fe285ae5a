import ModelGraph
import Reference

/// Second moments of what a layer reads in the quantized model and of what it should give: all that a least-squares fit of its
/// weights needs to know of the samples.
///
/// With x the rows of the layer's input, and t what the float32 model gives at the same positions before bias and activation,
/// with what the quantized residual lacks: the sums of x, t, x x^T, t x^T and t^2.
struct LayerStatistics {
    let groups: Int
    let reduction: Int
    /// Outputs of one group.
    let outputs: Int
    private(set) var count = 0
    /// [group][reduction][reduction].
    private(set) var inputProducts: [Double]
    /// [output][reduction].
    private(set) var crossProducts: [Double]
    /// [group][reduction].
    private(set) var inputSums: [Double]
    /// [output].
    private(set) var targetSums: [Double]
    private(set) var targetSquares: [Double]

    init(_ rows: InputRows) {
        (groups, reduction, outputs) = (rows.groups, rows.reduction, rows.outputs)
        inputProducts = [Double](repeating: 0, count: groups * reduction * reduction)
        crossProducts = [Double](repeating: 0, count: groups * outputs * reduction)
        inputSums = [Double](repeating: 0, count: groups * reduction)
        targetSums = [Double](repeating: 0, count: groups * outputs)
        targetSquares = targetSums
    }

    /// - Parameters:
    ///   - rows: [group][position][reduction].
    ///   - targets: [group][position][output of the group].
    mutating func add(rows: [Float], targets: [Float], positions: Int) throws {
        count += positions
        for group in 0..<groups {
            let x = Array(rows[group * positions * reduction..<(group + 1) * positions * reduction])
            let t = Array(targets[group * positions * outputs..<(group + 1) * positions * outputs])
            Self.addColumns(of: x, reduction, to: &inputSums, at: group * reduction)
            Self.addColumns(of: t, outputs, to: &targetSums, at: group * outputs)
            Self.addColumns(of: t.map { $0 * $0 }, outputs, to: &targetSquares, at: group * outputs)
            try Self.addProduct(
                of: x, reduction, x, reduction, positions, to: &inputProducts, at: group * reduction * reduction)
            try Self.addProduct(
                of: t, outputs, x, reduction, positions, to: &crossProducts, at: group * outputs * reduction)
        }
    }

    /// Adds the sums of the columns of rows of `width`.
    private static func addColumns(of rows: [Float], _ width: Int, to sums: inout [Double], at offset: Int) {
        rows.withUnsafeBufferPointer { rows in
            sums.withUnsafeMutableBufferPointer { sums in
                // In bounds: the offset leaves room for a row.
                for begin in stride(from: 0, to: rows.count, by: width) {
                    for column in 0..<width { sums[offset + column] += Double(rows[begin + column]) }
                }
            }
        }
    }

    /// Adds `a^T b`, a of `rows` x `m` and b of `rows` x `n`. Products of one sample are summed in float32, samples in
    /// float64.
    private static func addProduct(
        of a: [Float], _ m: Int, _ b: [Float], _ n: Int, _ rows: Int, to sums: inout [Double], at offset: Int
    ) throws {
        var product = [Float](repeating: 0, count: m * n)
        if m * n <= 1024 {
            // A call of BLAS takes longer than that.
            a.withUnsafeBufferPointer { a in
                b.withUnsafeBufferPointer { b in
                    product.withUnsafeMutableBufferPointer { product in
                        for row in 0..<rows {
                            for i in 0..<m {
                                let factor = a[row * m + i]
                                for j in 0..<n { product[i * n + j] += factor * b[row * n + j] }
                            }
                        }
                    }
                }
            }
        } else {
            try a.withUnsafeBufferPointer { a in
                try b.withUnsafeBufferPointer { b in
                    try product.withUnsafeMutableBufferPointer { product in
                        // Memories of rows * m, rows * n and m * n elements.
                        guard let a = a.baseAddress, let b = b.baseAddress, let product = product.baseAddress else {
                            return
                        }
                        try OpenBLASProduct().multiply(
                            MatrixView(pointer: a, stride: m, isTransposed: true),
                            MatrixView(pointer: b, stride: n, isTransposed: false), into: product, resultStride: n,
                            rows: m, columns: n, inner: rows)
                    }
                }
            }
        }
        for (index, value) in product.enumerated() { sums[offset + index] += Double(value) }
    }

    /// The mean square of `t - weights x - bias` for one output.
    ///
    /// - Parameter weights: one output's, in the order of the reduction.
    func error(_ output: Int, weights: [Double], bias: Double) -> Double {
        let group = output / outputs
        let (base, sums) = (group * reduction * reduction, group * reduction)
        var product = [Double](repeating: 0, count: reduction)
        var (cross, linear) = (0.0, 0.0)
        product.withUnsafeMutableBufferPointer { product in
            inputProducts.withUnsafeBufferPointer { moments in
                // In bounds: rows and columns are below `reduction`.
                for r in 0..<reduction where weights[r] != 0 {
                    let weight = weights[r]
                    for s in 0..<reduction { product[s] += weight * moments[base + r * reduction + s] }
                    cross += weight * crossProducts[output * reduction + r]
                    linear += weight * inputSums[sums + r]
                }
            }
        }
        let quadratic = zip(product, weights).reduce(0) { $0 + $1.0 * $1.1 }
        let n = Double(max(count, 1))
        let total =
            targetSquares[output] + quadratic + n * bias * bias - 2 * cross - 2 * bias * targetSums[output]
            + 2 * bias * linear
        return max(0, total / n)
    }
}
