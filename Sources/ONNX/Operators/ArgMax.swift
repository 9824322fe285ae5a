import ModelGraph

extension ArgMax: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> ArgMax {
        ArgMax(
            axis: try node.attributes.int("axis") ?? 0, keepDims: try node.attributes.bool("keepdims") ?? true,
            selectLastIndex: try node.attributes.bool("select_last_index") ?? false)
    }
}
