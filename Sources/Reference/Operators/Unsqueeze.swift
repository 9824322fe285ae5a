package import ModelGraph

extension Unsqueeze: ReferenceOperator {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let data = try arguments.required(0, "data")
        let listed = try arguments.integers(1, "axes")
        // Axes count in the result.
        let axes = try Axes.normalized(listed, rank: data.shape.count + listed.count)
        var shape = data.shape
        for axis in axes.sorted() { shape.insert(1, at: axis) }
        return [data.reshaped(to: shape)]
    }
}
