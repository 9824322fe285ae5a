import ModelGraph

/// Slice with constant bounds.
extension Slice: PlannedOperator {
    func plan(_ node: Node, builder: PlanBuilder) throws {
        let shape = try builder.shape(node.inputs[0])
        let parts = try (1...4).map { try builder.constant(node, $0)?.integers }
        try builder.appendIndexMap(node, maps: try Self.maps(shape, parts[0], parts[1], parts[2], parts[3]))
    }

    /// The places that are taken along each axis.
    private static func maps(_ shape: [Int], _ starts: [Int]?, _ ends: [Int]?, _ axes: [Int]?, _ steps: [Int]?) throws
        -> [[Int]]
    {
        guard let starts, let ends, starts.count == ends.count else {
            throw InferenceError.unsupported("its starts and ends must be constant integers")
        }
        let axes = axes ?? Array(0..<starts.count)
        let steps = steps ?? [Int](repeating: 1, count: starts.count)
        guard axes.count == starts.count, steps.count == starts.count, !steps.contains(0) else {
            throw InferenceError.invalid("\(starts.count) starts, \(axes.count) axes, steps \(steps)")
        }
        var maps = shape.map { Array(0..<$0) }
        for (index, axis) in axes.enumerated() {
            let axis = try PlanBuilder.axis(axis, rank: shape.count)
            let extent = shape[axis], step = steps[index]
            // ONNX's clamping: 0...extent forwards, -1...extent-1 backwards.
            let clamped = { (bound: Int) in
                let place = bound < 0 ? bound &+ extent : bound
                return step > 0 ? min(max(place, 0), extent) : min(max(place, -1), extent - 1)
            }
            maps[axis] = Array(stride(from: clamped(starts[index]), to: clamped(ends[index]), by: step))
        }
        return maps
    }
}
