/// Permutes axes.
package struct Transpose: Operator {
    package static let name = "Transpose"

    package var perm: [Int]

    package init(perm: [Int]) {
        self.perm = perm
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let x = try OperatorInputs(inputs, names: ["data"], required: 1)(0).type
        return [TensorType(x.elementType, try permutation(rank: x.shape.count).map { x.shape[$0] })]
    }

    /// `perm`, or ONNX's default: the axes reversed.
    package func permutation(rank: Int) throws(GraphError) -> [Int] {
        guard !perm.isEmpty || rank == 0 else { return Array((0..<rank).reversed()) }
        guard perm.sorted() == Array(0..<rank) else {
            throw .invalid("perm \(perm) of a tensor with \(rank) axes")
        }
        return perm
    }

    package func folded(_ inputs: [Tensor?]) throws -> [Tensor]? {
        guard let data = ConstantFold.small(inputs.first ?? nil) else { return nil }
        let permutation = try permutation(rank: data.shape.count)
        let strides = ConstantFold.strides(data.shape)
        let shape = permutation.map { data.shape[$0] }
        let sources = ConstantFold.positions(shape: shape, strides: permutation.map { strides[$0] })
        return [ConstantFold.picked(data, sources, shape: shape)]
    }
}
