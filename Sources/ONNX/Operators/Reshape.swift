import ModelGraph

extension Reshape: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Reshape {
        Reshape(allowZero: try node.attributes.bool("allowzero") ?? false)
    }
}
