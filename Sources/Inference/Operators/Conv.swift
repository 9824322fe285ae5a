import Kernels
import ModelGraph

/// Conv: depthwise kernel, gemm on the image in place (1x1), or im2col and gemm. NHWC throughout.
extension Conv: LayerOperator {
    func arrangement(weights shape: [Int]) throws -> LayerPreparation.Arrangement {
        guard shape.count == 3 || shape.count == 4 else {
            throw InferenceError.unsupported(
                "convolution over \(shape.count - 2) spatial axes; the integer engine has 1 and 2")
        }
        guard group > 0, shape[0] % group == 0 else {
            throw InferenceError.invalid("\(shape[0]) outputs in \(group) groups")
        }
        let height = shape.count == 4 ? shape[2] : 1
        let width = shape[shape.count - 1]
        if shape[1] == 1 && shape[0] == group {
            return .depthwise(channels: group, kernelHeight: height, kernelWidth: width)
        }
        return .convolution(
            outputs: shape[0], inputs: shape[1], kernelHeight: height, kernelWidth: width, groups: group)
    }

    func plan(_ node: Node, builder: PlanBuilder) throws {
        let layer = try builder.model.layer(node)
        let shape = try builder.shape(node.outputs[0])
        let (input, _) = try builder.int16(node, 0, layout: .channelsLast)
        let kernel = Array(try builder.shape(node.inputs[1]).dropFirst(2))
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

    private func residual(_ node: Node, _ builder: PlanBuilder, _ shape: [Int]) throws -> StoredValue {
        let (residual, _) = try builder.int16(node, node.inputs.count - 1, layout: .channelsLast)
        guard residual.shape == shape else {
            throw InferenceError.invalid("a residual of shape \(residual.shape) for an output of shape \(shape)")
        }
        return residual
    }
}
