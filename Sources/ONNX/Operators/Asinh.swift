import ModelGraph

extension Asinh: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Asinh { Asinh() }
}
