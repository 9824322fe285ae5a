import CKernels

extension KernelTable {
    /// output[i][j] = limits(float(input[i][j]) * scale): a strided copy that changes the format (Concat, Pad, Clip).
    /// In place allowed.
    ///
    /// - Parameter scale: 2^(input exponent - output exponent).
    /// - Returns: how many results were saturated.
    @discardableResult
    package func requantize(
        input: UnsafePointer<Int16>, inputStride: Int, scale: Float, rows: Int, columns: Int, limits: OutputLimits,
        output: UnsafeMutablePointer<Int16>, outputStride: Int
    ) -> Int {
        var args = mant_i16_requantize_args(
            input: input, input_stride: inputStride, scale: scale, limits: limits.c, rows: rows, columns: columns,
            output: output, output_stride: outputStride)
        return Int(requantizeFunction(&args))
    }
}
