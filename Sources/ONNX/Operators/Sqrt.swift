import ModelGraph

extension Sqrt: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Sqrt { Sqrt() }
}
