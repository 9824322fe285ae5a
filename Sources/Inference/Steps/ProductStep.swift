import Kernels

/// Products of two activations, one matrix product for each of the leading axes' places: attention.
struct ProductStep: PlanStep {
    let a: Int
    let b: Int
    /// Where the factors of each product begin, in elements.
    let aOffsets: [Int]
    let bOffsets: [Int]
    let rows: Int
    let inner: Int
    let columns: Int
    /// Elements of the reduction per exact sum.
    let chunk: Int
    let nr: Int
    /// Zeros, and the scale of every column.
    let bias: Int
    let scale: Int
    let limits: OutputLimits
    /// No result is larger before it is clamped.
    let largest: Float
    let isFloat: Bool
    let output: Int

    var kernel: String { "product" }
    var operation: String? { "gemm" }
    var macs: Int { aOffsets.count * rows * inner * columns }
    // The packed factor, and what a gemm may read behind it.
    var scratchBytes: Int {
        PackedMatrix.elementCount(n: columns, k: inner, nr: nr) * 2 + AlignedBuffer<Int16>.slackBytes
    }

    func execute(_ context: ExecutionContext) -> Int {
        context.parallel(aOffsets.count) { index, worker in
            // `scratchBytes` has room for it, and each worker has its own.
            let packed = context.kernels.pack(
                context.int16(b) + bOffsets[index], stride: columns, k: inner, n: columns,
                into: context.scratch(of: worker).assumingMemoryBound(to: Int16.self))
            let first = index * rows * columns
            let target: OutputEpilogue.Output =
                isFloat
                ? .float32(context.float32(output) + first, stride: columns)
                : .int16(context.int16(output) + first, stride: columns)
            return context.kernels.gemm(
                GemmArguments(
                    a: context.int16(a) + aOffsets[index], aStride: inner, weights: packed, chunk: chunk, rows: rows,
                    columns: 0..<columns,
                    epilogue: OutputEpilogue(
                        bias: context.raw(bias).assumingMemoryBound(to: Int32.self), scale: context.float32(scale),
                        limits: limits, largest: largest, output: target)))
        }
    }
}
