import ModelGraph

extension Div: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Div { Div() }
}
