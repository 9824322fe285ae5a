import FixedPoint
import ModelGraph

/// AveragePool of mantissas: exact sums, one float32 division.
extension AveragePool: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        guard kernelShape.count <= 2, builder.isInt16(node, 0) else { return try builder.appendPortable(node) }
        let shape = try builder.shape(node.outputs[0])
        let (input, inputFormat) = try builder.int16(node, 0, layout: .channelsLast)
        // Without a format of its own the mean keeps the input's: it cannot leave its range.
        let format = builder.outputFormat(node) ?? inputFormat
        let window = try WindowGeometry.window(
            input: input.shape, output: shape, kernel: kernelShape, strides: strides, pads: pads, dilations: dilations,
            autoPad: autoPad)
        let output = builder.newValue(shape: shape, layout: .channelsLast, format: format)
        builder.append(
            PoolStep(
                function: .average(
                    countIncludePad: countIncludePad,
                    scale: try powerOfTwo(inputFormat.exponent - format.exponent), limits: try format.limits()),
                input: input.buffer, window: window, samples: input.shape[0], channels: input.channels,
                output: output.buffer),
            reads: [input.buffer], writes: [output.buffer])
        try builder.finish(node, output)
    }
}
