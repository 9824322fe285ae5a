import ModelGraph

extension Unique: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Unique {
        Unique(axis: try node.attributes.int("axis"), sorted: try node.attributes.bool("sorted") ?? true)
    }
}
