import ModelGraph

/// Opset 13 changed what `axis` means.
extension Softmax: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Softmax {
        let axis = try node.attributes.int("axis")
        guard node.opset < 13 else { return Softmax(axis: axis ?? -1) }
        // Before opset 13 all axes from `axis` on were one: the same as now if that is the last axis alone. The rank
        // is not known here, so that a positive axis is checked against it when shapes are inferred.
        guard let axis else { return Softmax(axis: 1, coerced: true) }
        return Softmax(axis: axis, coerced: axis != -1)
    }
}
