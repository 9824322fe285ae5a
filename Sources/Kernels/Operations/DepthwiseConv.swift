import CKernels

extension KernelTable {
    /// Depthwise convolution of output rows `rows` of one NHWC image.
    ///
    /// Over-read: up to 31 elements behind the last channel of a pixel, so the input needs slack
    /// (`AlignedBuffer.slackBytes`). Output and residual of the epilogue stand at pixel 0 of the image.
    ///
    /// - Parameters:
    ///   - input: pixel (0, 0), channel 0; pixels are `inputStride` elements apart.
    ///   - chunk: taps per exact INT32 sum: even, or at least all taps.
    /// - Returns: how many INT16 results were saturated.
    @discardableResult
    package func depthwiseConv(
        input: UnsafePointer<Int16>, inputStride: Int, window: Window, weights: PackedDepthwiseWeights, chunk: Int,
        rows: Range<Int>, epilogue: OutputEpilogue
    ) -> Int {
        precondition(weights.taps == window.taps, "\(weights.taps) taps of weights for a window of \(window.taps)")
        precondition(
            chunk > 0 && (chunk % 2 == 0 || chunk >= weights.taps),
            "a chunk must be even or cover all \(weights.taps) taps, found \(chunk)")
        var args = mant_i16_dwconv_args(
            input: input, input_stride: inputStride, channels: weights.channels, window: window.c,
            weights: weights.buffer.pointer, chunk: chunk, row_begin: rows.lowerBound, row_end: rows.upperBound,
            epilogue: epilogue.c)
        // The buffer outlives the call; the caller vouches for the other pointers.
        return withExtendedLifetime(weights.buffer) { Int(dwconvFunction(&args)) }
    }
}
