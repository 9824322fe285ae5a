import ModelGraph

extension Not: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Not { Not() }
}
