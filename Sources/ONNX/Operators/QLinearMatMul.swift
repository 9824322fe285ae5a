import ModelGraph

extension QLinearMatMul: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> QLinearMatMul { QLinearMatMul() }
}
