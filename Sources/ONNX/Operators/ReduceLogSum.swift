import ModelGraph

/// Axes were an attribute before opset 18.
extension ReduceLogSum: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> ReduceLogSum {
        try node.readReduction(axesAreInputSince: 18)
    }
}
