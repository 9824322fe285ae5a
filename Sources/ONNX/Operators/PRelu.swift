import ModelGraph

extension PRelu: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> PRelu { PRelu() }
}
