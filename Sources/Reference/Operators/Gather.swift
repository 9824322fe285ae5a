package import ModelGraph

extension Gather: ReferenceOperator {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let data = try arguments.required(0, "data")
        let indices = try arguments.integers(1, "indices")
        let axis = try Axes.normalized(axis, rank: data.shape.count)
        let extent = data.shape[axis]
        var positions = data.shape.map { Array(0..<$0) }
        positions[axis] = try indices.map { index in
            guard index >= -extent, index < extent else {
                throw GraphError.invalid("index \(index) is outside of axis \(axis) of \(data.shape)")
            }
            return index < 0 ? index + extent : index
        }
        let offsets = try Axes.offsets(positions: positions, strides: Axes.strides(data.shape))
        var shape = data.shape
        shape.replaceSubrange(axis...axis, with: try arguments.required(1, "indices").shape)
        return [try data.picking(offsets, shape: shape)]
    }
}
