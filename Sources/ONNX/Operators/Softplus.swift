import ModelGraph

extension Softplus: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Softplus { Softplus() }
}
