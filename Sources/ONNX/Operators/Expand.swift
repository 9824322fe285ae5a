import ModelGraph

extension Expand: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Expand { Expand() }
}
