import ModelGraph

extension Min: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Min { Min() }
}
