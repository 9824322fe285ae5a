import ModelGraph

extension Sum: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Sum { Sum() }
}
