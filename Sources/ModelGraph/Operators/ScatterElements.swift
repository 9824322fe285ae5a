/// Data with one element replaced for each index along an axis: inputs data, indices, updates.
package struct ScatterElements: Operator {
    package static let name = "ScatterElements"

    package var axis: Int
    package var reduction: ScatterReduction

    package init(axis: Int = 0, reduction: ScatterReduction = .none) {
        self.axis = axis
        self.reduction = reduction
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["data", "indices", "updates"], required: 3)
        let data = try inputs(0).type
        _ = try inputs.type(1, [.int32, .int64])
        _ = try inputs.type(2, [data.elementType])
        _ = try Axis.normalized(axis, rank: data.shape.count)
        return [data]
    }
}

extension ScatterElements {
    package static var nativeFloats: [ElementType] { [.float32, .float64] }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let data = try arguments.required(0, "data")
        let axis = try Axis.normalized(axis, rank: data.shape.count)
        let targets = try ElementIndices.offsets(
            arguments.integers(1, "indices"), shape: arguments.required(1, "indices").shape, axis: axis,
            data: data.shape)
        return [try reduction.scattered(data, targets: targets, updates: arguments.required(2, "updates"))]
    }
}
