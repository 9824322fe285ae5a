import Kernels

/// float32 to INT16 mantissas.
struct QuantizeStep: PlanStep {
    let input: Int
    let scale: Float
    let limits: OutputLimits
    let count: Int
    let output: Int

    var kernel: String { "quantize" }
    var operation: String? { "quantize" }

    func execute(_ context: ExecutionContext) -> Int {
        let (source, target) = (context.float32(input), context.int16(output))
        return context.parallelRanges(count, grain: 16384) { range in
            context.kernels.quantize(
                input: source + range.lowerBound, scale: scale, limits: limits, count: range.count,
                output: target + range.lowerBound)
        }
    }
}
