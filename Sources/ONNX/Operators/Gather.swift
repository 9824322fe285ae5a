import ModelGraph

extension Gather: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Gather {
        Gather(axis: try node.attributes.int("axis") ?? 0)
    }
}
