import ModelGraph

/// Axes were an attribute before opset 18.
extension ReduceMin: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> ReduceMin {
        try node.readReduction(axesAreInputSince: 18)
    }
}
