import ModelGraph

extension Det: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Det { Det() }
}
