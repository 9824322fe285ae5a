import Kernels
import ModelGraph

/// Conv: depthwise kernel, Winograd's F(2x2,3x3), gemm on the image in place (1x1), or im2col and gemm. NHWC throughout.
extension Conv: LayerOperator {
    func arrangement(weights shape: [Int]) throws -> LayerPreparation.Arrangement {
        guard (3...5).contains(shape.count) else {
            throw InferenceError.unsupported(
                "convolution over \(shape.count - 2) spatial axes; the integer engine has 1 to 3")
        }
        guard group > 0, shape[0] % group == 0 else {
            throw InferenceError.invalid("\(shape[0]) outputs in \(group) groups")
        }
        // The taps of all axes but the last count as rows: depth comes before height.
        let height = shape[2..<shape.count - 1].reduce(1, *)
        let width = shape[shape.count - 1]
        if shape[1] == 1 && shape[0] == group && shape.count < 5 {
            return .depthwise(channels: group, kernelHeight: height, kernelWidth: width)
        }
        return .convolution(
            outputs: shape[0], inputs: shape[1], kernelHeight: height, kernelWidth: width, groups: group,
            suitsWinograd: suitsWinograd(weights: shape))
    }

    func plan(_ node: Node, builder: PlanBuilder) throws {
        guard builder.model.isLayer(node) else { return try builder.appendPortable(node) }
        let layer = try builder.model.layer(node)
        let shape = try builder.shape(node.outputs[0])
        let (input, _) = try builder.int16(node, 0, layout: .channelsLast)
        let kernel = Array(try builder.shape(node.inputs[1]).dropFirst(2))
        if kernel.count == 3 { return try planVolume(node, builder, layer, input, kernel) }
        let window = try WindowGeometry.window(
            input: input.shape, output: shape, kernel: kernel, strides: strides, pads: pads, dilations: dilations,
            autoPad: autoPad)
        let residual = try epilogue.addsResidual ? residual(node, builder, shape) : nil
        let output = builder.newValue(
            shape: shape, layout: .channelsLast, format: layer.outputFormat, replacing: residual, besides: input)
        let step: any PlanStep
        switch layer.weights {
        case .depthwise(let weights):
            guard weights.channels == input.channels else {
                throw InferenceError.invalid("\(input.channels) input channels, \(weights.channels) filters")
            }
            step = DepthwiseStep(
                layer: layer, weights: weights, input: input.buffer, window: window, samples: input.shape[0],
                residual: residual?.buffer, output: output.buffer)
        case .winograd(let weights):
            guard weights.channels == input.channels, WinogradTiles.fits(window) else {
                throw InferenceError.invalid("\(input.channels) input channels, weights of \(weights.channels)")
            }
            step = WinogradStep(
                layer: layer, weights: weights, tiles: WinogradTiles(window), input: input.buffer,
                samples: input.shape[0], pixels: window.outputHeight * window.outputWidth,
                residual: residual?.buffer, output: output.buffer)
        case .gemm(let matrices):
            guard matrices[0].k * matrices.count == input.channels * window.taps else {
                throw InferenceError.invalid(
                    "\(input.channels) input channels for weights of \(matrices[0].k / window.taps) in \(group) groups")
            }
            let inPlace = window.isPointwise
            step = MatrixStep(
                layer: layer, matrices: matrices, input: input.buffer, inputChannels: input.channels,
                window: inPlace ? nil : window, samples: inPlace ? 1 : input.shape[0],
                rows: window.outputHeight * window.outputWidth * (inPlace ? input.shape[0] : 1),
                residual: residual?.buffer, output: output.buffer)
        }
        builder.append(
            step, reads: [input.buffer] + (residual.map { [$0.buffer] } ?? []), writes: [output.buffer])
        try builder.finish(node, output)
    }

    /// Three spatial axes: im2col and gemm.
    private func planVolume(
        _ node: Node, _ builder: PlanBuilder, _ layer: PreparedLayer, _ input: StoredValue, _ kernel: [Int]
    ) throws {
        let shape = try builder.shape(node.outputs[0])
        let geometry = try ModelGraph.WindowGeometry(
            extents: Array(input.shape.dropFirst(2)),
            window: SlidingWindow(
                kernelShape: kernel, strides: strides, pads: pads, dilations: dilations, autoPad: autoPad))
        guard case .gemm(let matrices) = layer.weights, layer.channelBlock == nil,
            matrices[0].k * matrices.count == input.channels * geometry.kernelCount,
            geometry.outputExtents == Array(shape.dropFirst(2))
        else { throw InferenceError.invalid("weights that do not fit an input of shape \(input.shape)") }
        let residual = try epilogue.addsResidual ? residual(node, builder, shape) : nil
        let output = builder.newValue(
            shape: shape, layout: .channelsLast, format: layer.outputFormat, replacing: residual, besides: input)
        builder.append(
            VolumeStep(
                layer: layer, matrices: matrices, input: input.buffer, inputChannels: input.channels,
                geometry: geometry, samples: input.shape[0], residual: residual?.buffer, output: output.buffer),
            reads: [input.buffer] + (residual.map { [$0.buffer] } ?? []), writes: [output.buffer])
        try builder.finish(node, output)
    }

    private func residual(_ node: Node, _ builder: PlanBuilder, _ shape: [Int]) throws -> StoredValue {
        let (residual, _) = try builder.int16(node, node.inputs.count - 1, layout: .channelsLast)
        guard residual.shape == shape else {
            throw InferenceError.invalid("a residual of shape \(residual.shape) for an output of shape \(shape)")
        }
        return residual
    }
}
