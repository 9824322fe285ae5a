import ModelGraph

extension Ceil: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Ceil { Ceil() }
}
