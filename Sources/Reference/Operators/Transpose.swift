package import ModelGraph

extension Transpose: ReferenceOperator {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let data = try arguments.required(0, "data")
        let order = perm.isEmpty ? Array(data.shape.indices.reversed()) : perm
        guard order.sorted() == Array(data.shape.indices) else {
            throw GraphError.invalid("perm \(perm) is no permutation of the axes of \(data.shape)")
        }
        let strides = Axes.strides(data.shape)
        let shape = order.map { data.shape[$0] }
        let offsets = try Axes.offsets(
            positions: shape.map { Array(0..<$0) }, strides: order.map { strides[$0] })
        return [try data.picking(offsets, shape: shape)]
    }
}
