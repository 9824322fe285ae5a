import ModelGraph

extension BitShift: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> BitShift {
        guard let direction = try node.attributes.choice("direction", Direction.self) else {
            throw .invalid("the attribute direction is missing")
        }
        return BitShift(direction: direction)
    }
}
