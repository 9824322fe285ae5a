import ModelGraph

extension Flatten: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Flatten {
        Flatten(axis: try node.attributes.int("axis") ?? 1)
    }
}
