import Kernels

/// Normalizes rows; mantissas or float32 in, mantissas or float32 out.
struct LayerNormalizationStep: PlanStep {
    let input: Int
    /// 2^exponent of the input's mantissas; nil for float32.
    let inputScale: Float?
    let rows: Int
    let columns: Int
    let scale: Int
    let shift: Int
    let epsilon: Float
    /// nil for float32.
    let limits: OutputLimits?
    let output: Int

    var kernel: String { "layer norm" }
    var operation: String? { "layernorm" }

    func execute(_ context: ExecutionContext) -> Int {
        context.parallelRanges(rows, grain: max(1, 1024 / columns)) { range in
            let first = range.lowerBound * columns
            return context.kernels.layerNormalization(
                LayerNormalizationArguments(
                    input: inputScale.map { .int16(context.int16(input) + first, scale: $0) }
                        ?? .float32(context.float32(input) + first),
                    rows: range.count, columns: columns, inputStride: columns, outputStride: columns,
                    scale: context.float32(scale), shift: context.float32(shift), epsilon: epsilon,
                    output: limits.map { .int16(context.int16(output) + first, $0) }
                        ?? .float32(context.float32(output) + first)))
        }
    }
}
