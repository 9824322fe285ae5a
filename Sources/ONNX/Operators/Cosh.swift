import ModelGraph

extension Cosh: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Cosh { Cosh() }
}
