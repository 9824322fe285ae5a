import ModelGraph

extension GreaterOrEqual: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> GreaterOrEqual { GreaterOrEqual() }
}
