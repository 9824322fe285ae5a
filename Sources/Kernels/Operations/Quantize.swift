import CKernels

extension KernelTable {
    /// output[i] = limits(input[i] * scale), scale = 2^-(output exponent). NaN gives 0, infinities saturate.
    ///
    /// - Returns: how many results were saturated.
    @discardableResult
    package func quantize(
        input: UnsafePointer<Float>, scale: Float, limits: OutputLimits, count: Int,
        output: UnsafeMutablePointer<Int16>
    ) -> Int {
        var args = mant_f32_quantize_args(input: input, scale: scale, limits: limits.c, count: count, output: output)
        return Int(quantizeFunction(&args))
    }

    /// output[i] = float(input[i]) * scale, scale = 2^(input exponent).
    package func dequantize(
        input: UnsafePointer<Int16>, scale: Float, count: Int, output: UnsafeMutablePointer<Float>
    ) {
        dequantizeFunction(input, scale, count, output)
    }
}
