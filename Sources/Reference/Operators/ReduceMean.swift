package import ModelGraph

extension ReduceMean: ReferenceOperator {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let data = try arguments.floats(0, "data")
        let listed = try arguments.optionalIntegers(1, "axes") ?? []
        if listed.isEmpty && noopWithEmptyAxes { return [data.tensor] }
        let rank = data.shape.count
        let axes = listed.isEmpty ? Array(0..<rank) : try Axes.normalized(listed, rank: rank)
        var kept = data.shape
        for axis in axes { kept[axis] = 1 }
        // Where each element's sum stands: along reduced axes the result does not move.
        let offsets = try Axes.offsets(
            positions: data.shape.map { Array(0..<$0) }, strides: Broadcasting.strides(kept, to: data.shape))
        var sums = [Double](repeating: 0, count: try Axes.count(kept))
        for (offset, value) in zip(offsets, data.values) { sums[offset] += Double(value) }
        let count = Double(axes.map { data.shape[$0] }.reduce(1, *))
        let shape = keepDims ? kept : kept.indices.filter { !axes.contains($0) }.map { kept[$0] }
        return [Tensor(shape: shape, floats: sums.map { Float($0 / count) })]
    }
}
