import ModelGraph

extension LeakyRelu: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> LeakyRelu {
        LeakyRelu(alpha: try node.attributes.float("alpha") ?? 0.01)
    }
}
