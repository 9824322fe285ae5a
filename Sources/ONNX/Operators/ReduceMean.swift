import ModelGraph

/// Axes were an attribute before opset 18.
extension ReduceMean: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> ReduceMean {
        try node.readReduction(axesAreInputSince: 18)
    }
}
