import ModelGraph

extension Erf: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Erf { Erf() }
}
