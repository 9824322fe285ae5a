import ModelGraph

extension Less: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Less { Less() }
}
