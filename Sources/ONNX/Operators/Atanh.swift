import ModelGraph

extension Atanh: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Atanh { Atanh() }
}
