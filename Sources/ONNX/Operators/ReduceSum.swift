import ModelGraph

/// Axes were an attribute before opset 13.
extension ReduceSum: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> ReduceSum {
        try node.readReduction(axesAreInputSince: 13)
    }
}
