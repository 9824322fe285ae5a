import ModelGraph

/// Transpose: free where it only changes between NHWC and NCHW, which are the same memory.
extension Transpose: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        let shape = try builder.shape(node.outputs[0])
        let value = try builder.operand(node, 0, layout: builder.stored(node, 0)?.layout ?? .rowMajor)
        guard perm.count == value.shape.count, Set(perm) == Set(value.shape.indices) else {
            throw InferenceError.invalid("perm \(perm) for a value of shape \(value.shape)")
        }
        let order = value.physicalAxes
        // Axes of extent 1 may stand anywhere.
        let essential = { (axes: [Int]) in axes.filter { value.shape[$0] != 1 } }
        for layout in [Layout.channelsLast, .rowMajor] where layout == .rowMajor || shape.count >= 3 {
            let wanted = StoredValue.physicalAxes(rank: shape.count, layout: layout).map { perm[$0] }
            if essential(wanted) == essential(order) {
                let same = StoredValue(shape: shape, layout: layout, format: value.format, buffer: value.buffer)
                try builder.finish(node, same)
                return
            }
        }
        let output = builder.newValue(shape: shape, layout: .rowMajor, format: value.format)
        var strides = [Int](repeating: 1, count: order.count)
        var stride = 1
        for axis in order.reversed() {
            strides[axis] = stride
            stride *= value.shape[axis]
        }
        builder.append(
            PermuteStep(
                input: value.buffer, output: output.buffer, elementBytes: value.elementBytes, shape: shape,
                strides: perm.map { strides[$0] }),
            reads: [value.buffer], writes: [output.buffer])
        try builder.finish(node, output)
    }
}
