import ModelGraph

extension Mean: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Mean { Mean() }
}
