import ModelGraph

extension BitwiseOr: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> BitwiseOr { BitwiseOr() }
}
