import ModelGraph

extension Add: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Add {
        Add()
    }
}
