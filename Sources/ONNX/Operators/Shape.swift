import ModelGraph

extension Shape: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Shape {
        Shape(start: try node.attributes.int("start") ?? 0, end: try node.attributes.int("end"))
    }
}
