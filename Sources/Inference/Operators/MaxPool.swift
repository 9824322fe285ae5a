import FixedPoint
import ModelGraph

/// MaxPool of mantissas.
extension MaxPool: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        guard node.outputs.count == 1 || node.outputs[1].isEmpty, kernelShape.count <= 2, builder.isInt16(node, 0)
        else {
            return try builder.appendPortable(node)
        }
        let shape = try builder.shape(node.outputs[0])
        let (input, format) = try builder.int16(node, 0, layout: .channelsLast)
        let window = try WindowGeometry.window(
            input: input.shape, output: shape, kernel: kernelShape, strides: strides, pads: pads, dilations: dilations,
            autoPad: autoPad)
        var output = builder.newValue(shape: shape, layout: .channelsLast, format: format)
        builder.append(
            PoolStep(
                function: .maximum, input: input.buffer, window: window, samples: input.shape[0],
                channels: input.channels, output: output.buffer),
            reads: [input.buffer], writes: [output.buffer])
        // A window that lies in the padding gives -32767, which the format may not allow: make it be cut.
        if window.hasEmptyWindows { output.format?.minimum = -32767 }
        try builder.finish(node, output)
    }
}
