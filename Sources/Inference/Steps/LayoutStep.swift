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

    var kernel: String { "layout" }
    var operation: String? { elementBytes == 2 ? "transpose_i16" : "transpose_f32" }

    func execute(_ context: ExecutionContext) -> Int {
        let size = rows * columns
        let (source, target) = (context.raw(input), context.raw(output))
        return context.parallel(samples) { sample, _ in
            if elementBytes == 2 {
                context.kernels.transpose(
                    input: source.assumingMemoryBound(to: Int16.self) + sample * size, inputStride: columns,
                    rows: rows, columns: columns, output: target.assumingMemoryBound(to: Int16.self) + sample * size,
                    outputStride: rows)
            } else {
                context.kernels.transpose(
                    input: source.assumingMemoryBound(to: Float.self) + sample * size, inputStride: columns,
                    rows: rows, columns: columns, output: target.assumingMemoryBound(to: Float.self) + sample * size,
                    outputStride: rows)
            }
            return 0
        }
    }
}
