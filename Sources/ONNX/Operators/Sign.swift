import ModelGraph

extension Sign: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Sign { Sign() }
}
