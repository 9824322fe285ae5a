import ModelGraph

extension Gelu: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Gelu {
        Gelu(approximate: try node.attributes.choice("approximate", Approximation.self) ?? .none)
    }
}
