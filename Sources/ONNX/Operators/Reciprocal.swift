import ModelGraph

extension Reciprocal: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Reciprocal { Reciprocal() }
}
