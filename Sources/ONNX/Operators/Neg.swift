import ModelGraph

extension Neg: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Neg { Neg() }
}
