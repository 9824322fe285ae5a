import ModelGraph

extension Sigmoid: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Sigmoid { Sigmoid() }
}
