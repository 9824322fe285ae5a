import ModelGraph

extension Size: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Size { Size() }
}
