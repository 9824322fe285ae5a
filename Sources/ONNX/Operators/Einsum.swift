import ModelGraph

extension Einsum: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Einsum {
        guard let equation = try node.attributes.string("equation") else {
            throw .invalid("the attribute equation is missing")
        }
        return Einsum(equation: equation)
    }
}
