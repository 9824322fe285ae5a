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
            output_stride: outputStride, probabilities: nil, probabilities_stride: 0)
        softmaxFunction(&args)
    }

    /// Softmax over the columns of each row, rounded to mantissas of 2^-15; a probability of 1 is cut to 32767. Where
    /// `softmax` gives NaN, mantissas are 0. The scores are overwritten.
    package func softmaxProbabilities(
        scores: UnsafeMutablePointer<Float>, stride: Int, rows: Int, columns: Int,
        probabilities: UnsafeMutablePointer<Int16>, probabilitiesStride: Int
    ) {
        var args = mant_f32_softmax_args(
            input: scores, input_stride: stride, rows: rows, columns: columns, output: scores, output_stride: stride,
            probabilities: probabilities, probabilities_stride: probabilitiesStride)
        softmaxFunction(&args)
    }
}
