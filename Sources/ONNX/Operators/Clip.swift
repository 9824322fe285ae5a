import ModelGraph

/// The bounds were attributes before opset 11.
extension Clip: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Clip {
        if node.opset < 11 {
            if let minimum = try node.attributes.float("min", infinite: true) {
                node.setInput(1, "min", Tensor(shape: [], floats: [minimum]))
            }
            if let maximum = try node.attributes.float("max", infinite: true) {
                node.setInput(2, "max", Tensor(shape: [], floats: [maximum]))
            }
        }
        return Clip()
    }
}
