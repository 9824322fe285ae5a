import Kernels
import ModelGraph

/// ONNX's window attributes for concrete shapes. One-dimensional windows become two-dimensional ones of height 1.
enum WindowGeometry {
    /// - Parameters:
    ///   - input, output: (N, C, spatial ...) in ONNX's order.
    /// - Throws: `InferenceError` for 3-D windows and for attributes that do not fit the shapes.
    static func window(
        input: [Int], output: [Int], kernel: [Int], strides: [Int], pads: [Int], dilations: [Int], autoPad: AutoPad
    ) throws(InferenceError) -> Window {
        let axes = input.count - 2
        guard axes == 1 || axes == 2 else {
            throw .unsupported("windows over \(axes) spatial axes; the integer engine has 1 and 2")
        }
        let strides = strides.isEmpty ? [Int](repeating: 1, count: axes) : strides
        let dilations = dilations.isEmpty ? [Int](repeating: 1, count: axes) : dilations
        let pads = pads.isEmpty ? [Int](repeating: 0, count: axes * 2) : pads
        guard kernel.count == axes, strides.count == axes, dilations.count == axes, pads.count == 2 * axes,
            output.count == axes + 2, (kernel + strides + dilations).allSatisfy({ $0 > 0 })
        else { throw .invalid("kernel \(kernel), strides \(strides), pads \(pads) for an input of shape \(input)") }
        var begin = Array(pads[0..<axes]), end = Array(pads[axes...])
        if autoPad != .notSet {
            for axis in 0..<axes {
                let span = (output[axis + 2] - 1) * strides[axis] + (kernel[axis] - 1) * dilations[axis] + 1
                let total = autoPad == .valid ? 0 : max(0, span - input[axis + 2])
                begin[axis] = autoPad == .sameLower ? total - total / 2 : total / 2
                end[axis] = total - begin[axis]
            }
        }
        let last = axes - 1
        return Window(
            input: (axes == 2 ? input[2] : 1, input[last + 2]), kernel: (axes == 2 ? kernel[0] : 1, kernel[last]),
            strides: (axes == 2 ? strides[0] : 1, strides[last]),
            dilations: (axes == 2 ? dilations[0] : 1, dilations[last]),
            pads: (axes == 2 ? begin[0] : 0, begin[last], axes == 2 ? end[0] : 0, end[last]),
            output: (axes == 2 ? output[2] : 1, output[last + 2]))
    }
}

extension Window {
    /// Whether some window lies wholly in the padding.
    var hasEmptyWindows: Bool {
        func empty(_ extent: Int, _ kernel: Int, _ stride: Int, _ dilation: Int, _ pad: Int, _ output: Int) -> Bool {
            for position in [0, output - 1] {
                let start = position * stride - pad
                guard (0..<kernel).contains(where: { (0..<extent).contains(start + $0 * dilation) }) else {
                    return true
                }
            }
            // With dilation the taps of a window in the middle may still all miss a small image.
            return dilation > extent
        }
        return empty(height, kernelHeight, strideHeight, dilationHeight, padTop, outputHeight)
            || empty(width, kernelWidth, strideWidth, dilationWidth, padLeft, outputWidth)
    }
}
