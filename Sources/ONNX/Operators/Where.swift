import ModelGraph

extension Where: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Where { Where() }
}
