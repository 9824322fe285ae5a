import ModelGraph

/// Axes were an attribute before opset 18.
extension ReduceL1: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> ReduceL1 {
        try node.readReduction(axesAreInputSince: 18)
    }
}
