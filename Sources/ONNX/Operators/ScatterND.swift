import ModelGraph

extension ScatterND: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> ScatterND {
        ScatterND(reduction: try node.attributes.choice("reduction", ScatterReduction.self) ?? .none)
    }
}
