import ModelGraph

extension Tanh: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Tanh { Tanh() }
}
