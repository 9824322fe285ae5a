import ModelGraph

extension Relu: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Relu { Relu() }
}
