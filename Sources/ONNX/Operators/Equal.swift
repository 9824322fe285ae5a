import ModelGraph

extension Equal: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Equal { Equal() }
}
