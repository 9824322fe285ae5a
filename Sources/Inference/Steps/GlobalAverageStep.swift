import Kernels

/// The mean over all pixels of each NHWC image.
struct GlobalAverageStep: PlanStep {
    let input: Int
    let samples: Int
    let pixels: Int
    let channels: Int
    let scale: Float
    let limits: OutputLimits
    let output: Int

    var kernel: String { "global average" }
    var operation: String? { "gavgpool" }

    func execute(_ context: ExecutionContext) -> Int {
        let parts = context.threads == 1 ? 1 : max(1, min(channels / 64, context.threads / samples))
        return context.parallel(samples * parts) { task, _ in
            let (sample, part) = (task / parts, task % parts)
            let range = channels * part / parts..<channels * (part + 1) / parts
            return context.kernels.globalAveragePool(
                input: context.int16(input) + sample * pixels * channels + range.lowerBound, inputStride: channels,
                pixels: pixels, channels: range.count, scale: scale, limits: limits,
                output: context.int16(output) + sample * channels + range.lowerBound)
        }
    }
}
