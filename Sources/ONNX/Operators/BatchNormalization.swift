import ModelGraph

extension BatchNormalization: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> BatchNormalization {
        // Momentum matters in training only.
        _ = try node.attributes.float("momentum")
        guard try node.attributes.bool("training_mode") != true else {
            throw .unsupported("training_mode 1; export the model for inference")
        }
        guard try node.attributes.bool("spatial") != false else { throw .unsupported("spatial 0") }
        try node.requireOneOutput("of training statistics")
        return BatchNormalization(epsilon: try node.attributes.float("epsilon") ?? 1e-5)
    }
}
