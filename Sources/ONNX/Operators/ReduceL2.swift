import ModelGraph

/// Axes were an attribute before opset 18.
extension ReduceL2: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> ReduceL2 {
        try node.readReduction(axesAreInputSince: 18)
    }
}
