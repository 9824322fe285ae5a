import ModelGraph

extension MatMulInteger: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> MatMulInteger { MatMulInteger() }
}
