import ModelGraph

extension LpNormalization: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> LpNormalization {
        LpNormalization(axis: try node.attributes.int("axis") ?? -1, p: try node.attributes.int("p") ?? 2)
    }
}
