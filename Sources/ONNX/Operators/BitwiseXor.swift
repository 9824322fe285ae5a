import ModelGraph

extension BitwiseXor: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> BitwiseXor { BitwiseXor() }
}
