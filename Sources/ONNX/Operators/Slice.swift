import ModelGraph

/// Everything was an attribute before opset 10.
extension Slice: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Slice {
        if node.opset < 10 {
            guard let starts = try node.attributes.ints("starts"), let ends = try node.attributes.ints("ends") else {
                throw .invalid("the attributes starts and ends are missing")
            }
            node.setInput(1, "starts", ints: starts)
            node.setInput(2, "ends", ints: ends)
            if let axes = try node.attributes.ints("axes") { node.setInput(3, "axes", ints: axes) }
        }
        return Slice()
    }
}
