import CKernels

extension KernelTable {
    /// output[i][j] = limits(float(input[i][j]) * multiplier[j] + addend[j]): BatchNormalization that no layer took in.
    /// In place allowed.
    ///
    /// - Parameters:
    ///   - multiplier: per column: factor * 2^(input exponent - output exponent).
    ///   - addend: per column: addend * 2^-(output exponent).
    /// - Returns: how many results were saturated.
    @discardableResult
    package func affine(
        input: UnsafePointer<Int16>, inputStride: Int, multiplier: UnsafePointer<Float>, addend: UnsafePointer<Float>,
        rows: Int, columns: Int, limits: OutputLimits, output: UnsafeMutablePointer<Int16>, outputStride: Int
    ) -> Int {
        var args = mant_i16_affine_args(
            input: input, input_stride: inputStride, multiplier: multiplier, addend: addend, limits: limits.c,
            rows: rows, columns: columns, output: output, output_stride: outputStride)
        return Int(affineFunction(&args))
    }
}
