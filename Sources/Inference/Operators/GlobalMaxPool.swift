import Kernels
import ModelGraph

/// GlobalMaxPool: one window as large as the image.
extension GlobalMaxPool: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        let (input, format) = try builder.int16(node, 0, layout: .channelsLast)
        guard input.spatial > 0 else { throw InferenceError.invalid("a maximum over no pixels") }
        let output = builder.newValue(
            shape: try builder.shape(node.outputs[0]), layout: .channelsLast, format: format)
        // The pixels of any number of axes are one row.
        let window = Window(input: (1, input.spatial), kernel: (1, input.spatial), output: (1, 1))
        builder.append(
            PoolStep(
                function: .maximum, input: input.buffer, window: window, samples: input.shape[0],
                channels: input.channels, output: output.buffer),
            reads: [input.buffer], writes: [output.buffer])
        try builder.finish(node, output)
    }
}
