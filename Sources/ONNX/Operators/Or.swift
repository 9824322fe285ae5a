import ModelGraph

extension Or: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Or { Or() }
}
