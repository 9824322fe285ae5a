import ModelGraph

/// Axes were an attribute before opset 18.
extension ReduceProd: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> ReduceProd {
        try node.readReduction(axesAreInputSince: 18)
    }
}
