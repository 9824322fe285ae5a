/// Convolution over one or more spatial axes: inputs X (N, C, spatial ...), W, optional B, and the residual if the epilogue adds one.
package struct Conv: Operator {
    package static let name = "Conv"

    package var autoPad: AutoPad
    package var kernelShape: [Int]
    package var strides: [Int]
    package var pads: [Int]
    package var dilations: [Int]
    package var group: Int
    package var epilogue: Epilogue

    package init(
        autoPad: AutoPad = .notSet, kernelShape: [Int], strides: [Int], pads: [Int], dilations: [Int], group: Int = 1,
        epilogue: Epilogue = .none
    ) {
        self.autoPad = autoPad
        self.kernelShape = kernelShape
        self.strides = strides
        self.pads = pads
        self.dilations = dilations
        self.group = group
        self.epilogue = epilogue
    }

    /// With fewer channels Winograd's transforms cost more than they save.
    private static let fewestWinogradChannels = 16

    /// Whether Winograd's F(2x2,3x3) can compute it, and has channels enough to gain by it.
    ///
    /// - Parameter shape: of W.
    package func suitsWinograd(weights shape: [Int]) -> Bool {
        shape.dropFirst(2) == [3, 3] && group == 1 && min(shape[0], shape[1]) >= Self.fewestWinogradChannels
            && (strides + dilations).allSatisfy { $0 == 1 }
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["X", "W", "B", "residual"], required: 2)
        let x = try inputs.float(0)
        let w = try inputs.float(1, orMantissas: true)
        guard x.shape.count >= 3, w.shape.count == x.shape.count else {
            throw GraphError.invalid(
                "X of shape \(x.shape) and W of shape \(w.shape); expected (N, C, ...) and (M, C/group, ...)")
        }
        guard let weights = w.fixedShape else { throw GraphError.unsupported("W of the open shape \(w.shape)") }
        guard weights.allSatisfy({ $0 >= 1 }) else { throw GraphError.invalid("W of shape \(w.shape) is empty") }
        guard group >= 1, weights[0] % group == 0 else {
            throw GraphError.invalid("\(weights[0]) output channels in \(group) groups")
        }
        if case .fixed(let channels) = x.shape[1], channels != weights[1] * group {
            throw GraphError.invalid(
                "X has \(channels) channels; W of shape \(w.shape) in \(group) groups expects \(weights[1] * group)")
        }
        let window = try SlidingWindow(
            kernelShape: Array(weights.dropFirst(2)), strides: strides, pads: pads, dilations: dilations,
            autoPad: autoPad)
        guard kernelShape.isEmpty || kernelShape == window.kernelShape else {
            throw GraphError.invalid("kernel_shape \(kernelShape), but W is of shape \(w.shape)")
        }
        if let bias = inputs.optional(2), bias.type.fixedShape != [weights[0]] {
            throw GraphError.invalid("B of shape \(bias.type.shape); expected [\(weights[0])]")
        }
        let extents = try window.outputExtents(Array(x.shape.dropFirst(2)))
        let result = TensorType(x.elementType, [x.shape[0], .fixed(weights[0])] + extents)
        try epilogue.check(residual: inputs.optional(3)?.type, result: result)
        return [result]
    }
}

extension Conv {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let (arguments, residual) = try epilogue.split(arguments)
        let x = try arguments.floats(0, "X")
        let w = try arguments.floats(1, "W")
        let bias = try arguments.optionalFloats(2, "B")
        guard x.shape.count >= 3, x.shape.count == w.shape.count else {
            throw GraphError.invalid("X has shape \(x.shape), W \(w.shape); expected equally many axes, 3 or more")
        }
        let kernel = Array(w.shape[2...])
        guard group > 0, x.shape[1] % group == 0, x.shape[1] / group == w.shape[1], w.shape[0] % group == 0,
            w.shape[0] > 0, w.shape[1] > 0, kernelShape.isEmpty || kernelShape == kernel
        else {
            throw GraphError.invalid(
                "W of shape \(w.shape) does not fit X of \(x.shape) with group \(group), kernel_shape \(kernelShape)")
        }
        if let bias, bias.shape != [w.shape[0]] {
            throw GraphError.invalid("B has shape \(bias.shape), expected [\(w.shape[0])]")
        }
        let window = try SlidingWindow(
            kernelShape: kernel, strides: strides, pads: pads, dilations: dilations, autoPad: autoPad)
        let geometry = try WindowGeometry(extents: Array(x.shape[2...]), window: window)
        var result = try FloatTensor(zeros: [x.shape[0], w.shape[0]] + geometry.outputExtents)
        let convolution = Convolution(
            geometry: geometry, group: group, inputChannels: x.shape[1], outputChannels: w.shape[0],
            product: arguments.product)
        for n in 0..<x.shape[0] {
            try convolution.run(sample: n, x: x.values, w: w.values, into: &result.values)
        }
        if let bias { convolution.add(bias: bias.values, to: &result.values) }
        try epilogue.apply(to: &result, residual: residual)
        return [result.tensor]
    }
}
