import ModelGraph

extension Hardmax: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Hardmax {
        let axis = try node.attributes.int("axis")
        guard node.opset < 13 else { return Hardmax(axis: axis ?? -1) }
        // As Softmax: before opset 13 all axes from `axis` on were one.
        return Hardmax(axis: axis ?? 1, coerced: axis != -1)
    }
}
