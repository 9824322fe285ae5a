import Kernels

/// Local response normalization over the channels of NHWC pixels. Not in place.
struct LRNStep: PlanStep {
    let input: Int
    let rows: Int
    let channels: Int
    let size: Int
    let alphaScale: Float
    let bias: Float
    let beta: Float
    let scale: Float
    let limits: OutputLimits
    let output: Int

    var kernel: String { "lrn" }
    var operation: String? { "lrn" }

    func execute(_ context: ExecutionContext) -> Int {
        context.parallelRanges(rows, grain: 16) { range in
            context.kernels.localResponseNormalization(
                input: context.int16(input) + range.lowerBound * channels, inputStride: channels, rows: range.count,
                channels: channels, size: size, alphaScale: alphaScale, bias: bias, beta: beta, scale: scale,
                limits: limits, output: context.int16(output) + range.lowerBound * channels, outputStride: channels)
        }
    }
}
