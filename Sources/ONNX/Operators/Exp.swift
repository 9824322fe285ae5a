import ModelGraph

extension Exp: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Exp { Exp() }
}
