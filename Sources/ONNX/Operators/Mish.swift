import ModelGraph

extension Mish: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Mish { Mish() }
}
