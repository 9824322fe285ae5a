import ModelGraph

extension ThresholdedRelu: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> ThresholdedRelu {
        ThresholdedRelu(alpha: try node.attributes.float("alpha") ?? 1)
    }
}
