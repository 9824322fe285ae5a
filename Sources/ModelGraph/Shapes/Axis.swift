/// Axis numbers as ONNX writes them: negative ones count from the end.
package enum Axis {
    /// The axis in 0..<rank.
    ///
    /// - Parameter inclusive: whether `rank` itself is allowed (an axis to split before).
    package static func normalized(_ axis: Int, rank: Int, inclusive: Bool = false) throws(GraphError) -> Int {
        let limit = inclusive ? rank : rank - 1
        guard axis >= -rank, axis <= limit else {
            throw .invalid("axis \(axis) of a tensor with \(rank) axes; expected \(-rank)...\(limit)")
        }
        return axis < 0 ? axis + rank : axis
    }

    /// Several different axes, in the order given.
    package static func normalized(_ axes: [Int], rank: Int) throws(GraphError) -> [Int] {
        guard axes.count <= rank else { throw .invalid("\(axes.count) axes of a tensor with \(rank) axes") }
        var result: [Int] = []
        for axis in axes {
            let axis = try normalized(axis, rank: rank)
            guard !result.contains(axis) else { throw .invalid("axis \(axis) is given twice in \(axes)") }
            result.append(axis)
        }
        return result
    }
}
