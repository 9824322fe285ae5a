import ModelGraph

extension LessOrEqual: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> LessOrEqual { LessOrEqual() }
}
