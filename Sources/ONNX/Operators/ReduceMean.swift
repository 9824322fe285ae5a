import ModelGraph

/// Axes were an attribute before opset 18.
extension ReduceMean: ReadableOperator {
    static func read(_ node: inout NodeReader) throws(ONNXError) -> ReduceMean {
        let keepDims = try node.attributes.bool("keepdims") ?? true
        if node.opset < 18, let axes = try node.attributes.ints("axes") { node.setInput(1, "axes", ints: axes) }
        return ReduceMean(
            keepDims: keepDims, noopWithEmptyAxes: try node.attributes.bool("noop_with_empty_axes") ?? false)
    }
}
