import ModelGraph

extension NonZero: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> NonZero { NonZero() }
}
