import ModelGraph

extension LRN: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> LRN {
        guard let size = try node.attributes.int("size") else { throw .invalid("the attribute size is missing") }
        return LRN(
            alpha: try node.attributes.float("alpha") ?? 0.0001, beta: try node.attributes.float("beta") ?? 0.75,
            bias: try node.attributes.float("bias") ?? 1, size: size)
    }
}
