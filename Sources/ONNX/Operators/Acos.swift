import ModelGraph

extension Acos: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Acos { Acos() }
}
