import ModelGraph

extension Xor: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Xor { Xor() }
}
