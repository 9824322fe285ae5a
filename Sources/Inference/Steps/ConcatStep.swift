import Kernels

/// Puts rows of several values side by side, each brought to the result's format.
struct ConcatStep: PlanStep {
    struct Part: Sendable {
        let input: Int
        let columns: Int
        /// 2^(input exponent - output exponent); nil for float32 values, which are copied.
        let scale: Float?
    }

    let parts: [Part]
    let limits: OutputLimits
    let rows: Int
    let output: Int

    var kernel: String { "concat" }

    func execute(_ context: ExecutionContext) -> Int {
        let width = parts.reduce(0) { $0 + $1.columns }
        return context.parallelRanges(rows, grain: max(1, 8192 / max(width, 1))) { range in
            var saturations = 0
            var begin = 0
            for part in parts {
                let (from, to) = (range.lowerBound * part.columns, range.lowerBound * width + begin)
                if let scale = part.scale {
                    saturations += context.kernels.requantize(
                        input: context.int16(part.input) + from, inputStride: part.columns, scale: scale,
                        rows: range.count, columns: part.columns, limits: limits, output: context.int16(output) + to,
                        outputStride: width)
                } else {
                    for row in 0..<range.count {
                        (context.float32(output) + to + row * width).update(
                            from: context.float32(part.input) + from + row * part.columns, count: part.columns)
                    }
                }
                begin += part.columns
            }
            return saturations
        }
    }
}
