import Kernels

/// INT16 mantissas to float32: `mantissa * scale`.
struct DequantizeStep: PlanStep {
    let input: Int
    let scale: Float
    let count: Int
    let output: Int

    var kernel: String { "dequantize" }
    var operation: String? { "dequantize" }

    func execute(_ context: ExecutionContext) -> Int {
        let (source, target) = (context.int16(input), context.float32(output))
        return context.parallelRanges(count, grain: 16384) { range in
            context.kernels.dequantize(
                input: source + range.lowerBound, scale: scale, count: range.count, output: target + range.lowerBound)
            return 0
        }
    }
}
