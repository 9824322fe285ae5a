import ModelGraph

extension TopK: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> TopK {
        // K was an attribute before opset 10.
        if node.opset < 10 {
            guard let k = try node.attributes.int("k") else { throw .invalid("the attribute k is missing") }
            node.setInput(1, "k", ints: [k])
        }
        return TopK(
            axis: try node.attributes.int("axis") ?? -1, largest: try node.attributes.bool("largest") ?? true,
            sorted: try node.attributes.bool("sorted") ?? true)
    }
}
