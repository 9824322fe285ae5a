import ModelGraph

extension CumSum: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> CumSum {
        CumSum(
            exclusive: try node.attributes.bool("exclusive") ?? false,
            reverse: try node.attributes.bool("reverse") ?? false)
    }
}
