package import ModelGraph

extension Conv: ReferenceOperator {
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
            geometry: geometry, group: group, inputChannels: x.shape[1], outputChannels: w.shape[0])
        for n in 0..<x.shape[0] {
            try convolution.run(sample: n, x: x.values, w: w.values, into: &result.values)
        }
        if let bias { convolution.add(bias: bias.values, to: &result.values) }
        try epilogue.apply(to: &result, residual: residual)
        return [result.tensor]
    }
}
