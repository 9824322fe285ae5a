import ModelGraph

extension OneHot: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> OneHot {
        OneHot(axis: try node.attributes.int("axis") ?? -1)
    }
}
