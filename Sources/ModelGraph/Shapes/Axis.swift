/// Axis numbers as ONNX writes them: negative ones count from the end.
package enum Axis {
    /// The axis in 0..<rank.
    package static func normalized(_ axis: Int, rank: Int) throws(GraphError) -> Int {
        guard axis >= -rank, axis < rank else {
            throw .invalid("axis \(axis) of a tensor with \(rank) axes; expected \(-rank)...\(rank - 1)")
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
