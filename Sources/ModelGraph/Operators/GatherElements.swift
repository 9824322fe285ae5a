/// Picks one element for each index along an axis: inputs data, indices of the result's shape.
package struct GatherElements: Operator {
    package static let name = "GatherElements"

    package var axis: Int

    package init(axis: Int = 0) {
        self.axis = axis
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["data", "indices"], required: 2)
        let data = try inputs(0).type
        let indices = try inputs.type(1, [.int32, .int64])
        guard indices.shape.count == data.shape.count else {
            throw GraphError.invalid("indices of shape \(indices.shape) for data of \(data.shape)")
        }
        _ = try Axis.normalized(axis, rank: data.shape.count)
        return [TensorType(data.elementType, indices.shape)]
    }
}

extension GatherElements {
    package static var nativeFloats: [ElementType] { ElementType.floats }
    package var movesElements: Bool { true }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let data = try arguments.required(0, "data")
        let shape = try arguments.required(1, "indices").shape
        let axis = try Axis.normalized(axis, rank: data.shape.count)
        let offsets = try ElementIndices.offsets(
            arguments.integers(1, "indices"), shape: shape, axis: axis, data: data.shape)
        return [try data.picking(offsets, shape: shape)]
    }
}
