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
        return [TensorType(.float32, x.shape.prefix(2) + (try window.outputExtents(Array(x.shape.dropFirst(2)))))]
    }
}
