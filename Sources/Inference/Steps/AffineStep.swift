import Kernels

/// `x * multiplier[c] + addend[c]` over the innermost axis, INT16 to INT16. In place allowed.
struct AffineStep: PlanStep {
    let input: Int
    /// Buffers of float32 constants.
    let multiplier: Int
    let addend: Int
    let limits: OutputLimits
    let rows: Int
    let columns: Int
    let output: Int

    var kernel: String { "affine" }
    var operation: String? { "affine" }

    func execute(_ context: ExecutionContext) -> Int {
        let (source, target) = (context.int16(input), context.int16(output))
        return context.parallelRanges(rows, grain: max(1, 8192 / columns)) { range in
            context.kernels.affine(
                input: source + range.lowerBound * columns, inputStride: columns,
                multiplier: context.float32(multiplier), addend: context.float32(addend), rows: range.count,
                columns: columns, limits: limits, output: target + range.lowerBound * columns, outputStride: columns)
        }
    }
}
