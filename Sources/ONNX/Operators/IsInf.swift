import ModelGraph

extension IsInf: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> IsInf {
        IsInf(
            detectNegative: try node.attributes.bool("detect_negative") ?? true,
            detectPositive: try node.attributes.bool("detect_positive") ?? true)
    }
}
