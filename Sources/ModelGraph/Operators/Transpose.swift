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
}

extension Transpose {
    package static var nativeFloats: [ElementType] { ElementType.floats }
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let data = try arguments.required(0, "data")
        let order = perm.isEmpty ? Array(data.shape.indices.reversed()) : perm
        guard order.sorted() == Array(data.shape.indices) else {
            throw GraphError.invalid("perm \(perm) is no permutation of the axes of \(data.shape)")
        }
        let strides = Positions.strides(data.shape)
        let shape = order.map { data.shape[$0] }
        let offsets = try Positions.offsets(
            positions: shape.map { Array(0..<$0) }, strides: order.map { strides[$0] })
        return [try data.picking(offsets, shape: shape)]
    }
}
