import ModelGraph

/// Axes were an attribute before opset 18.
extension ReduceLogSumExp: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> ReduceLogSumExp {
        try node.readReduction(axesAreInputSince: 18)
    }
}
