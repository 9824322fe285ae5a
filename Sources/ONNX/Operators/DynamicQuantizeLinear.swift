import ModelGraph

extension DynamicQuantizeLinear: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> DynamicQuantizeLinear { DynamicQuantizeLinear() }
}
