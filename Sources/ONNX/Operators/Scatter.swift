import ModelGraph

/// Scatter became ScatterElements in opset 11.
enum Scatter: AliasedOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> any Operator {
        ScatterElements(axis: try node.attributes.int("axis") ?? 0)
    }
}
