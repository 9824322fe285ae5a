import Kernels

/// Transposes each sample's rows x columns matrix: NHWC to NCHW and back.
struct LayoutStep: PlanStep {
    let input: Int
    let output: Int
    /// 2 or 4.
    let elementBytes: Int
    let samples: Int
    let rows: Int
    let columns: Int

    /// Elements below which splitting costs more than it gains.
    private static let grain = 16384

    var kernel: String { "layout" }
    var operation: String? { elementBytes == 2 ? "transpose_i16" : "transpose_f32" }

    func execute(_ context: ExecutionContext) -> Int {
        let size = rows * columns
        let (source, target) = (context.raw(input), context.raw(output))
        // Columns of the input are rows of the output: parts of them do not touch one another.
        let parts = context.threads == 1 ? 1 : max(1, min(context.threads * 2 / samples, size / Self.grain))
        return context.parallel(samples * parts) { task, _ in
            let (sample, part) = task.quotientAndRemainder(dividingBy: parts)
            let range = columns * part / parts..<columns * (part + 1) / parts
            let (from, to) = (sample * size + range.lowerBound, sample * size + range.lowerBound * rows)
            if elementBytes == 2 {
                context.kernels.transpose(
                    input: source.assumingMemoryBound(to: Int16.self) + from, inputStride: columns, rows: rows,
                    columns: range.count, output: target.assumingMemoryBound(to: Int16.self) + to, outputStride: rows)
            } else {
                context.kernels.transpose(
                    input: source.assumingMemoryBound(to: Float.self) + from, inputStride: columns, rows: rows,
                    columns: range.count, output: target.assumingMemoryBound(to: Float.self) + to, outputStride: rows)
            }
            return 0
        }
    }
}
