package import ModelGraph

extension Squeeze: ReferenceOperator {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let data = try arguments.required(0, "data")
        guard let listed = try arguments.optionalIntegers(1, "axes") else {
            return [data.reshaped(to: data.shape.filter { $0 != 1 })]
        }
        let axes = try Axes.normalized(listed, rank: data.shape.count)
        for axis in axes where data.shape[axis] != 1 {
            throw GraphError.invalid("axis \(axis) of \(data.shape) has not the extent 1")
        }
        let kept = data.shape.indices.filter { !axes.contains($0) }
        return [data.reshaped(to: kept.map { data.shape[$0] })]
    }
}
