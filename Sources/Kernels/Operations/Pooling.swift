import CKernels

extension KernelTable {
    /// MaxPool of output rows `rows` of one NHWC image: the largest mantissa of each window, format unchanged.
    /// A window without a tap inside the image gives -32767.
    ///
    /// - Parameters:
    ///   - input: pixel (0, 0); pixels are `inputStride` elements apart.
    ///   - output: pixel (0, 0) of the output image, whatever `rows`; pixels are `outputStride` elements apart.
    package func maxPool(
        input: UnsafePointer<Int16>, inputStride: Int, channels: Int, window: Window, rows: Range<Int>,
        output: UnsafeMutablePointer<Int16>, outputStride: Int
    ) {
        var args = mant_i16_pool_args(
            input: input, input_stride: inputStride, channels: channels, window: window.c, count_include_pad: 0,
            scale: 1, limits: OutputLimits().c, row_begin: rows.lowerBound, row_end: rows.upperBound, output: output,
            output_stride: outputStride)
        _ = maxpoolFunction(&args)
    }

    /// AveragePool of output rows `rows` of one NHWC image: float(exact sum) / float(count) * scale, then limits.
    ///
    /// - Parameters:
    ///   - scale: 2^(input exponent - output exponent).
    ///   - countIncludePad: taps inside the padded image count; otherwise only those inside the image.
    /// - Returns: how many results were saturated.
    @discardableResult
    package func averagePool(
        input: UnsafePointer<Int16>, inputStride: Int, channels: Int, window: Window, countIncludePad: Bool,
        scale: Float, limits: OutputLimits, rows: Range<Int>, output: UnsafeMutablePointer<Int16>, outputStride: Int
    ) -> Int {
        var args = mant_i16_pool_args(
            input: input, input_stride: inputStride, channels: channels, window: window.c,
            count_include_pad: countIncludePad ? 1 : 0, scale: scale, limits: limits.c, row_begin: rows.lowerBound,
            row_end: rows.upperBound, output: output, output_stride: outputStride)
        return Int(avgpoolFunction(&args))
    }

    /// GlobalAveragePool, ReduceMean over the pixels of one NHWC image: float(exact sum) / float(pixels) * scale, then
    /// limits. Threads may split the channels: `input` and `output` stand at the first of `channels`.
    ///
    /// - Parameter scale: 2^(input exponent - output exponent).
    /// - Returns: how many results were saturated.
    @discardableResult
    package func globalAveragePool(
        input: UnsafePointer<Int16>, inputStride: Int, pixels: Int, channels: Int, scale: Float, limits: OutputLimits,
        output: UnsafeMutablePointer<Int16>
    ) -> Int {
        var args = mant_i16_gavgpool_args(
            input: input, input_stride: inputStride, pixels: pixels, channels: channels, scale: scale,
            limits: limits.c, output: output)
        return Int(gavgpoolFunction(&args))
    }
}
