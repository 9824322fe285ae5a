import ModelGraph

extension MatMul: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> MatMul {
        MatMul()
    }
}
