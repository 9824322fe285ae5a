import ModelGraph

extension Sinh: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Sinh { Sinh() }
}
