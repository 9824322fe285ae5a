import ModelGraph

extension GlobalAveragePool: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> GlobalAveragePool {
        GlobalAveragePool()
    }
}
