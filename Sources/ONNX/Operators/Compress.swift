import ModelGraph

extension Compress: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Compress {
        Compress(axis: try node.attributes.int("axis"))
    }
}
