import ModelGraph

extension Abs: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Abs { Abs() }
}
