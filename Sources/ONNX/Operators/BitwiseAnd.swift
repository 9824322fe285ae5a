import ModelGraph

extension BitwiseAnd: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> BitwiseAnd { BitwiseAnd() }
}
