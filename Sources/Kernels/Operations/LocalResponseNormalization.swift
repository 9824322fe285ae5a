import CKernels

extension KernelTable {
    /// LRN over the channels of each row (pixel); not in place:
    ///
    ///     s = sum of input^2 over channels c - (size - 1) / 2 ... c + size / 2 (exact)
    ///     output = limits(float(input) * pow(float(s) * alphaScale + bias, -beta) * scale)
    ///
    /// The power is `DeterministicMath.pow`, or by square roots when beta is 0.75 (within 3 ulp, and faster).
    ///
    /// - Parameters:
    ///   - alphaScale: alpha / size * 2^(2 * input exponent).
    ///   - scale: 2^(input exponent - output exponent).
    /// - Returns: how many results were saturated.
    @discardableResult
    package func localResponseNormalization(
        input: UnsafePointer<Int16>, inputStride: Int, rows: Int, channels: Int, size: Int, alphaScale: Float,
        bias: Float, beta: Float, scale: Float, limits: OutputLimits, output: UnsafeMutablePointer<Int16>,
        outputStride: Int
    ) -> Int {
        precondition((1...(1 << 20)).contains(size), "a window of \(size) channels; 1...2^20 are possible")
        var args = mant_i16_lrn_args(
            input: input, input_stride: inputStride, alpha_scale: alphaScale, bias: bias, beta: beta, scale: scale,
            size: size, limits: limits.c, rows: rows, channels: channels, output: output, output_stride: outputStride)
        return Int(lrnFunction(&args))
    }
}
