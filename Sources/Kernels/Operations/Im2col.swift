import CKernels

extension KernelTable {
    /// The length of an im2col row of `channels` channels: taps times channels, rounded up to even. The stride of the
    /// rows must be at least that.
    package static func im2colRow(_ window: Window, channels: Int) -> Int {
        (window.taps * channels + 1) / 2 * 2
    }

    /// Writes im2col rows of output pixels `pixels` (oy * outputWidth + ox) of one NHWC image, the first at row 0.
    ///
    /// A row holds (channel block, kernel row, kernel column, channel of the block); taps in the padding are zero, an odd row ends with a zero.
    ///
    /// - Parameters:
    ///   - input: the group's first channel of pixel (0, 0).
    ///   - inputStride: elements between pixels: all channels of the image.
    ///   - channels: channels of the group.
    ///   - channelBlock: channels of one block; the last has what is left. nil for a single block.
    ///   - output: room for `pixels.count` rows of `outputStride` elements.
    package func im2col(
        input: UnsafePointer<Int16>, inputStride: Int, channels: Int, channelBlock: Int? = nil, window: Window,
        pixels: Range<Int>, output: UnsafeMutablePointer<Int16>, outputStride: Int
    ) {
        precondition(
            outputStride >= Self.im2colRow(window, channels: channels),
            "rows of \(Self.im2colRow(window, channels: channels)) elements do not fit a stride of \(outputStride)")
        var args = mant_i16_im2col_args(
            input: input, input_stride: inputStride, channels: channels,
            channel_block: max(1, channelBlock ?? channels), window: window.c, pixel_begin: pixels.lowerBound,
            pixel_end: pixels.upperBound, output: output, output_stride: outputStride)
        im2colFunction(&args)
    }
}
