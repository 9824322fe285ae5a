import ModelGraph

extension Round: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Round { Round() }
}
