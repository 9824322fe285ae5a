import ModelGraph

extension Sub: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Sub { Sub() }
}
