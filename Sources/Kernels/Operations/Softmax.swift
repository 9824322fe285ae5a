import CKernels

extension KernelTable {
    /// Softmax over the columns of each row, in float32 and in a fixed order (16 partial sums, column index mod 16).
    /// In place allowed. A row of a single infinity, or with NaN, gives NaN.
    package func softmax(
        input: UnsafePointer<Float>, inputStride: Int, rows: Int, columns: Int, output: UnsafeMutablePointer<Float>,
        outputStride: Int
    ) {
        var args = mant_f32_softmax_args(
            input: input, input_stride: inputStride, rows: rows, columns: columns, output: output,
            output_stride: outputStride)
        softmaxFunction(&args)
    }
}
