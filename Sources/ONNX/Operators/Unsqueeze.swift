import ModelGraph

/// Axes were an attribute before opset 13.
extension Unsqueeze: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Unsqueeze {
        if node.opset < 13, let axes = try node.attributes.ints("axes") { node.setInput(1, "axes", ints: axes) }
        return Unsqueeze()
    }
}
