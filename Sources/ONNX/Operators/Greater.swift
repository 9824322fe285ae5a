import ModelGraph

extension Greater: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Greater { Greater() }
}
