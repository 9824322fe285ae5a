import ModelGraph

extension GlobalMaxPool: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> GlobalMaxPool {
        GlobalMaxPool()
    }
}
