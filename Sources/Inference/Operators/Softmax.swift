import ModelGraph

/// Softmax in float32, over any axis that can be made the innermost.
extension Softmax: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        let shape = try builder.shape(node.inputs[0])
        let axis = try PlanBuilder.axis(axis, rank: shape.count)
        // Before opset 13 all axes from `axis` on were one.
        if coerced && axis < shape.count - 1 { return try builder.appendPortable(node) }
        let layout: Layout
        if axis == shape.count - 1 {
            layout = .rowMajor
        } else if axis == 1 {
            layout = .channelsLast
        } else {
            return try builder.appendPortable(node)
        }
        let value = try builder.float32(node, 0, layout: layout)
        let output = builder.newValue(inPlaceOf: value, format: nil)
        builder.append(
            SoftmaxStep(
                input: value.buffer, rows: value.count / max(shape[axis], 1), columns: shape[axis],
                output: output.buffer),
            reads: [value.buffer], writes: [output.buffer])
        try builder.finish(node, output)
    }
}
