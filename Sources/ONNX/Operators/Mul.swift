import ModelGraph

extension Mul: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Mul { Mul() }
}
