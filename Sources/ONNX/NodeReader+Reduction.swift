import ModelGraph

extension NodeReader {
    /// The attributes that all reductions share.
    mutating func readReduction<Op: ReduceOperator>(axesAreInputSince opset: Int) throws(ONNXError) -> Op {
        if self.opset < opset, let axes = try attributes.ints("axes") { setInput(1, "axes", ints: axes) }
        return Op(
            keepDims: try attributes.bool("keepdims") ?? true,
            noopWithEmptyAxes: try attributes.bool("noop_with_empty_axes") ?? false)
    }
}
