import ModelGraph

extension IsNaN: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> IsNaN { IsNaN() }
}
