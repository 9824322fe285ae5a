package import ModelGraph

extension AveragePool: ReferenceOperator {
    /// The sum over the taps inside the input, divided by their number or, with `count_include_pad`, by the
    /// number of taps inside the input and its padding.
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let input = try arguments.floats(0, "X")
        let planes = try Planes(input)
        let window = try SlidingWindow(
            kernelShape: kernelShape, strides: strides, pads: pads, dilations: dilations, autoPad: autoPad,
            ceilMode: ceilMode)
        let geometry = try WindowGeometry(extents: Array(input.shape[2...]), window: window)
        let (depth, height, width) = (geometry.depth, geometry.height, geometry.width)
        let result = try planes.windows(geometry) { plane, d, h, w in
            var sum = 0.0
            for i in depth.taps(d) {
                for j in height.taps(h) {
                    let row =
                        (depth.start(d) + i * depth.dilation) * height.input
                        + height.start(h) + j * height.dilation
                    for k in width.taps(w) {
                        sum += Double(plane[row * width.input + width.start(w) + k * width.dilation])
                    }
                }
            }
            let count =
                countIncludePad
                ? depth.paddedTaps(d) * height.paddedTaps(h) * width.paddedTaps(w)
                : depth.taps(d).count * height.taps(h).count * width.taps(w).count
            // A window wholly in the padding has no mean; ONNX Runtime answers 0 as well.
            return count == 0 ? 0 : Float(sum / Double(count))
        }
        return [result]
    }
}
