import ModelGraph

/// What Reshape, Flatten, Squeeze, Unsqueeze, Identity and Dropout share.
extension PlanBuilder {
    /// The same elements under the output's shape: no step, unless the memory order or the number format differs.
    func appendReshape(_ node: Node) throws {
        let shape = try shape(node.outputs[0])
        let layout = stored(node, 0)?.layout ?? .rowMajor
        let keepsShape = try self.shape(node.inputs[0]) == shape
        var value = try operand(node, 0, layout: keepsShape ? layout : .rowMajor)
        guard value.count == shape.reduce(1, *) else {
            throw InferenceError.invalid("\(value.count) elements cannot have shape \(shape)")
        }
        value.shape = shape
        try finish(node, value)
    }
}
