import ModelGraph

extension Atan: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Atan { Atan() }
}
