import ModelGraph

extension Floor: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Floor { Floor() }
}
