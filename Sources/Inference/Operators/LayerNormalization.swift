import FixedPoint
import ModelGraph

/// LayerNormalization over the innermost axes, with constant scale and bias: one step from mantissas to mantissas.
extension LayerNormalization: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        let shape = try builder.shape(node.inputs[0])
        let axis = try PlanBuilder.axis(axis, rank: shape.count)
        let rest = Array(shape[axis...]), columns = rest.reduce(1, *)
        guard builder.isConstant(node, 1),
            node.inputs.count < 3 || node.inputs[2].isEmpty || builder.isConstant(node, 2),
            node.outputs.dropFirst().allSatisfy(\.isEmpty), columns > 0, let weights = try builder.constant(node, 1)
        else { return try builder.appendPortable(node) }
        let scale = try ModelGraph.Broadcast.expanded(weights, to: rest).floats
        let shift =
            try builder.constant(node, 2).map { try ModelGraph.Broadcast.expanded($0, to: rest).floats }
            ?? [Float](repeating: 0, count: columns)
        guard let scale, let shift else { return try builder.appendPortable(node) }
        let value = try builder.operand(node, 0, layout: .rowMajor)
        let format = builder.outputFormat(node)
        let unit = try powerOfTwo(-(format?.exponent ?? 0))
        let output = builder.newValue(shape: shape, layout: .rowMajor, format: format)
        builder.append(
            LayerNormalizationStep(
                input: value.buffer, inputScale: try value.format.map { try powerOfTwo($0.exponent) },
                rows: value.count / columns, columns: columns, scale: builder.newConstant(scale.map { $0 * unit }),
                shift: builder.newConstant(shift.map { $0 * unit }), epsilon: epsilon, limits: try format?.limits(),
                output: output.buffer),
            reads: [value.buffer], writes: [output.buffer])
        try builder.finish(node, output)
    }
}
