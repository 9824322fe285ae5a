import ModelGraph

extension Concat: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Concat {
        guard let axis = try node.attributes.int("axis") else { throw .invalid("the attribute axis is missing") }
        return Concat(axis: axis)
    }
}
