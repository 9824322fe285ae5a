import ModelGraph

extension LogSoftmax: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> LogSoftmax {
        let axis = try node.attributes.int("axis")
        guard node.opset < 13 else { return LogSoftmax(axis: axis ?? -1) }
        // As Softmax: before opset 13 all axes from `axis` on were one.
        return LogSoftmax(axis: axis ?? 1, coerced: axis != -1)
    }
}
