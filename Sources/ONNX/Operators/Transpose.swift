import ModelGraph

extension Transpose: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Transpose {
        Transpose(perm: try node.attributes.ints("perm") ?? [])
    }
}
