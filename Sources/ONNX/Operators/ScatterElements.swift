import ModelGraph

extension ScatterElements: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> ScatterElements {
        ScatterElements(
            axis: try node.attributes.int("axis") ?? 0,
            reduction: try node.attributes.choice("reduction", ScatterReduction.self) ?? .none)
    }
}
