import ModelGraph

extension Swish: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Swish {
        Swish(alpha: try node.attributes.float("alpha") ?? 1)
    }
}
