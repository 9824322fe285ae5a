import ModelGraph

/// Gather with constant indices.
extension Gather: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        let shape = try builder.shape(node.inputs[0])
        let axis = try PlanBuilder.axis(axis, rank: shape.count)
        guard let tensor = try builder.constant(node, 1), let indices = tensor.integers else {
            throw InferenceError.unsupported("its indices must be constant integers")
        }
        var maps = shape.map { Array(0..<$0) }
        maps[axis] = indices.map { $0 < 0 ? $0 + shape[axis] : $0 }
        guard maps[axis].allSatisfy({ $0 >= 0 }) else { throw InferenceError.invalid("indices \(indices)") }
        try builder.appendIndexMap(
            node, maps: maps, finalShape: tensor.shape.count == 1 ? nil : try builder.shape(node.outputs[0]))
    }
}
