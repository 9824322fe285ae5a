import CKernels

extension KernelTable {
    /// Depthwise convolution of output rows `rows` and channels `channels` of one NHWC image.
    ///
    /// Over-read: up to 31 elements behind the last channel of a pixel, so the input needs slack
    /// (`AlignedBuffer.slackBytes`). Output and residual of the epilogue stand at pixel 0 of the image.
    ///
    /// - Parameters:
    ///   - input: pixel (0, 0), channel 0; pixels are `inputStride` elements apart.
    ///   - channels: begins at a multiple of 32 (`PackedDepthwiseWeights.channelBlock`); nil for all.
    ///   - chunk: taps per exact INT32 sum: even, or at least all taps.
    /// - Returns: how many INT16 results were saturated.
    @discardableResult
    package func depthwiseConv(
        input: UnsafePointer<Int16>, inputStride: Int, window: Window, weights: PackedDepthwiseWeights, chunk: Int,
        rows: Range<Int>, channels: Range<Int>? = nil, epilogue: OutputEpilogue
    ) -> Int {
        precondition(weights.taps == window.taps, "\(weights.taps) taps of weights for a window of \(window.taps)")
        precondition(
            chunk > 0 && (chunk % 2 == 0 || chunk >= weights.taps),
            "a chunk must be even or cover all \(weights.taps) taps, found \(chunk)")
        let channels = channels ?? 0..<weights.channels
        precondition(
            channels.lowerBound % PackedDepthwiseWeights.channelBlock == 0 && channels.lowerBound >= 0
                && channels.upperBound <= weights.channels,
            "channels \(channels) of \(weights.channels) do not begin at a block")
        let first = channels.lowerBound
        var args = mant_i16_dwconv_args(
            input: input + first, input_stride: inputStride, channels: channels.count, window: window.c,
            weights: weights.buffer.pointer + first, weights_stride: weights.paddedChannels, chunk: chunk,
            row_begin: rows.lowerBound, row_end: rows.upperBound, epilogue: epilogue.advanced(columns: first).c)
        // The buffer outlives the call; the caller vouches for the other pointers.
        return withExtendedLifetime(weights.buffer) { Int(dwconvFunction(&args)) }
    }
}
