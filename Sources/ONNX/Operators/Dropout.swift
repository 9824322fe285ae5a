import ModelGraph

extension Dropout: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Dropout {
        // What is dropped in training is of no matter here.
        _ = try node.attributes.float("ratio")
        _ = try node.attributes.int("seed")
        return Dropout()
    }
}
