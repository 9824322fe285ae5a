import ModelGraph

extension Identity: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Identity {
        Identity()
    }
}
