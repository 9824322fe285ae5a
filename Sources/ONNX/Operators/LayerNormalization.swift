import ModelGraph

extension LayerNormalization: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> LayerNormalization {
        // The precision of the statistics: here they are float64 whatever it says.
        _ = try node.attributes.int("stash_type")
        return LayerNormalization(
            axis: try node.attributes.int("axis") ?? -1, epsilon: try node.attributes.float("epsilon") ?? 1e-5)
    }
}
