import ModelGraph

extension Elu: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Elu {
        Elu(alpha: try node.attributes.float("alpha") ?? 1)
    }
}
