import ModelGraph

extension Sin: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Sin { Sin() }
}
