import ModelGraph

extension BitwiseNot: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> BitwiseNot { BitwiseNot() }
}
