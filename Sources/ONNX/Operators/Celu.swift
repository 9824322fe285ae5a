import ModelGraph

extension Celu: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Celu {
        Celu(alpha: try node.attributes.float("alpha") ?? 1)
    }
}
