import ModelGraph

/// Pads and value were attributes before opset 11.
extension Pad: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Pad {
        let mode = try node.attributes.choice("mode", PadMode.self) ?? .constant
        if node.opset < 11 {
            guard let pads = try node.attributes.ints("pads") else { throw .invalid("the attribute pads is missing") }
            let value = try node.attributes.float("value", infinite: true) ?? 0
            node.setInput(1, "pads", ints: pads)
            node.setInput(2, "value", Tensor(shape: [], floats: [value]))
        }
        return Pad(mode: mode)
    }
}
