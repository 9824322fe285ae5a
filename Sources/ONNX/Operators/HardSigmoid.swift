import ModelGraph

extension HardSigmoid: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> HardSigmoid {
        HardSigmoid(alpha: try node.attributes.float("alpha") ?? 0.2, beta: try node.attributes.float("beta") ?? 0.5)
    }
}
