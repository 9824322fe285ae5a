import ModelGraph

/// Axes were an attribute before opset 18.
extension ReduceSumSquare: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> ReduceSumSquare {
        try node.readReduction(axesAreInputSince: 18)
    }
}
