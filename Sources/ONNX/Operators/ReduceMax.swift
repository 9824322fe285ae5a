import ModelGraph

/// Axes were an attribute before opset 18.
extension ReduceMax: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> ReduceMax {
        try node.readReduction(axesAreInputSince: 18)
    }
}
