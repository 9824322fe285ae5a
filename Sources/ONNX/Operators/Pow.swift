import ModelGraph

extension Pow: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Pow { Pow() }
}
