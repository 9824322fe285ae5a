import ModelGraph

extension Log: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Log { Log() }
}
