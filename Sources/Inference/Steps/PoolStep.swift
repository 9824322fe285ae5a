import Kernels

/// MaxPool or AveragePool of NHWC images.
struct PoolStep: PlanStep {
    enum Function: Sendable {
        case maximum
        /// `scale`: 2^(input exponent - output exponent).
        case average(countIncludePad: Bool, scale: Float, limits: OutputLimits)
    }

    let function: Function
    let input: Int
    let window: Window
    let samples: Int
    let channels: Int
    let output: Int

    var kernel: String {
        if case .maximum = function { "maxpool" } else { "avgpool" }
    }
    var operation: String? { kernel }

    func execute(_ context: ExecutionContext) -> Int {
        let parts = context.threads == 1 ? 1 : min(window.outputHeight, max(1, context.threads * 2 / samples))
        return context.parallel(samples * parts) { task, _ in
            let (sample, part) = (task / parts, task % parts)
            let rows = window.outputHeight * part / parts..<window.outputHeight * (part + 1) / parts
            let source = context.int16(input) + sample * window.height * window.width * channels
            let target = context.int16(output) + sample * window.outputHeight * window.outputWidth * channels
            switch function {
            case .maximum:
                context.kernels.maxPool(
                    input: source, inputStride: channels, channels: channels, window: window, rows: rows,
                    output: target, outputStride: channels)
                return 0
            case .average(let countIncludePad, let scale, let limits):
                return context.kernels.averagePool(
                    input: source, inputStride: channels, channels: channels, window: window,
                    countIncludePad: countIncludePad, scale: scale, limits: limits, rows: rows, output: target,
                    outputStride: channels)
            }
        }
    }
}
