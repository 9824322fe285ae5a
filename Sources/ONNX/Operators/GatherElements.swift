import ModelGraph

extension GatherElements: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> GatherElements {
        GatherElements(axis: try node.attributes.int("axis") ?? 0)
    }
}
