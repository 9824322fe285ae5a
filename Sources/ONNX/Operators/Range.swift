import ModelGraph

extension NumberRange: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> NumberRange { NumberRange() }
}
