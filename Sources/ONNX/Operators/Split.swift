import ModelGraph

extension Split: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> Split {
        let axis = try node.attributes.int("axis") ?? 0
        let count = node.outputs.count
        // The extents were an attribute before opset 13; the number of parts is one since opset 18.
        if node.opset < 13, let split = try node.attributes.ints("split") { node.setInput(1, "split", ints: split) }
        if let declared = try node.attributes.int("num_outputs"), declared != count {
            throw .invalid("num_outputs is \(declared), but the node has \(count) outputs")
        }
        return Split(axis: axis, numOutputs: count)
    }
}
