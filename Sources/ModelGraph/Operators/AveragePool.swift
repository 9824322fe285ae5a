/// Mean over windows.
package struct AveragePool: Operator {
    package static let name = "AveragePool"

    package var autoPad: AutoPad
    package var ceilMode: Bool
    package var countIncludePad: Bool
    package var dilations: [Int]
    package var kernelShape: [Int]
    package var pads: [Int]
    package var strides: [Int]

    package init(
        autoPad: AutoPad = .notSet, ceilMode: Bool = false, countIncludePad: Bool = false, dilations: [Int],
        kernelShape: [Int], pads: [Int], strides: [Int]
    ) {
        self.autoPad = autoPad
        self.ceilMode = ceilMode
        self.countIncludePad = countIncludePad
        self.dilations = dilations
        self.kernelShape = kernelShape
        self.pads = pads
        self.strides = strides
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let x = try OperatorInputs(inputs, names: ["X"], required: 1).float(0)
        guard x.shape.count >= 3, kernelShape.count == x.shape.count - 2 else {
            throw GraphError.invalid("kernel_shape \(kernelShape) for an input of shape \(x.shape)")
        }
        let window = try SlidingWindow(
            kernelShape: kernelShape, strides: strides, pads: pads, dilations: dilations, autoPad: autoPad,
            ceilMode: ceilMode)
        try window.checkPadsOfPool()
        return [TensorType(x.elementType, x.shape.prefix(2) + (try window.outputExtents(Array(x.shape.dropFirst(2)))))]
    }
}

extension AveragePool {
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
