import ModelGraph

extension Cos: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Cos { Cos() }
}
