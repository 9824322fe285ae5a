import Kernels

/// Softmax over the innermost axis, float32. In place allowed.
struct SoftmaxStep: PlanStep {
    let input: Int
    let rows: Int
    let columns: Int
    let output: Int

    var kernel: String { "softmax" }
    var operation: String? { "softmax" }

    func execute(_ context: ExecutionContext) -> Int {
        context.parallelRanges(rows, grain: 1) { range in
            context.kernels.softmax(
                input: context.float32(input) + range.lowerBound * columns, inputStride: columns, rows: range.count,
                columns: columns, output: context.float32(output) + range.lowerBound * columns, outputStride: columns)
            return 0
        }
    }
}
