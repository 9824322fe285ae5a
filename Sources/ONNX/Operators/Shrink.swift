import ModelGraph

extension Shrink: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Shrink {
        Shrink(bias: try node.attributes.float("bias") ?? 0, lambd: try node.attributes.float("lambd") ?? 0.5)
    }
}
