import Kernels

/// A value in another number format, or clamped: Relu, Clip. In place allowed.
struct RequantizeStep: PlanStep {
    let input: Int
    let output: Int
    let count: Int
    let scale: Float
    let limits: OutputLimits

    var kernel: String { "requantize" }
    var operation: String? { "requantize" }

    func execute(_ context: ExecutionContext) -> Int {
        let (source, target) = (context.int16(input), context.int16(output))
        return context.parallelRanges(count, grain: 16384) { range in
            context.kernels.requantize(
                input: source + range.lowerBound, inputStride: range.count, scale: scale, rows: 1,
                columns: range.count, limits: limits, output: target + range.lowerBound, outputStride: range.count)
        }
    }
}
