import ModelGraph

extension And: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> And { And() }
}
