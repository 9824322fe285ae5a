import ModelGraph

extension InstanceNormalization: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> InstanceNormalization {
        InstanceNormalization(epsilon: try node.attributes.float("epsilon") ?? 1e-5)
    }
}
