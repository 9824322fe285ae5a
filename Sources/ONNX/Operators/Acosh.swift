import ModelGraph

extension Acosh: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Acosh { Acosh() }
}
