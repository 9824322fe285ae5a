import ModelGraph

extension Max: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Max { Max() }
}
