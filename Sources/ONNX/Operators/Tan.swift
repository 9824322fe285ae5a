import ModelGraph

extension Tan: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Tan { Tan() }
}
