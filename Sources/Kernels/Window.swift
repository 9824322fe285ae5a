import CKernels

/// A window that slides over a 2-D NHWC image: the geometry of convolution and pooling.
///
/// Tap (y, x) of output (oy, ox) lies at input row `oy * strideHeight + y * dilationHeight - padTop`, columns alike.
package struct Window: Hashable, Sendable {
    /// The input image.
    package var height: Int
    package var width: Int
    package var kernelHeight: Int
    package var kernelWidth: Int
    package var strideHeight: Int
    package var strideWidth: Int
    package var dilationHeight: Int
    package var dilationWidth: Int
    package var padTop: Int
    package var padLeft: Int
    package var padBottom: Int
    package var padRight: Int
    /// The output image. Larger than the padded input allows is permitted (ceil_mode): such taps count as outside.
    package var outputHeight: Int
    package var outputWidth: Int

    /// Two-element arrays are (height, width), `pads` is ONNX's (top, left, bottom, right).
    package init(
        input: (height: Int, width: Int), kernel: (height: Int, width: Int),
        strides: (height: Int, width: Int) = (1, 1), dilations: (height: Int, width: Int) = (1, 1),
        pads: (top: Int, left: Int, bottom: Int, right: Int) = (0, 0, 0, 0),
        output: (height: Int, width: Int)
    ) {
        height = input.height
        width = input.width
        kernelHeight = kernel.height
        kernelWidth = kernel.width
        strideHeight = strides.height
        strideWidth = strides.width
        dilationHeight = dilations.height
        dilationWidth = dilations.width
        padTop = pads.top
        padLeft = pads.left
        padBottom = pads.bottom
        padRight = pads.right
        outputHeight = output.height
        outputWidth = output.width
    }

    /// Kernel positions: the rows of packed depthwise weights.
    package var taps: Int { kernelHeight * kernelWidth }

    /// True when every output pixel reads exactly the input pixel of its own index: gemm may read the image in place.
    package var isPointwise: Bool {
        taps == 1 && strideHeight == 1 && strideWidth == 1 && padTop == 0 && padLeft == 0
            && outputHeight == height && outputWidth == width
    }

    var c: mant_window {
        mant_window(
            height: height, width: width, kernel_height: kernelHeight, kernel_width: kernelWidth,
            stride_height: strideHeight, stride_width: strideWidth, dilation_height: dilationHeight,
            dilation_width: dilationWidth, pad_top: padTop, pad_left: padLeft, pad_bottom: padBottom,
            pad_right: padRight, output_width: outputWidth)
    }
}
