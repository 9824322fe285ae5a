/// Picks elements or slices by lists of indices: inputs data, indices (..., depth).
package struct GatherND: Operator {
    package static let name = "GatherND"

    package var batchDims: Int

    package init(batchDims: Int = 0) {
        self.batchDims = batchDims
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["data", "indices"], required: 2)
        let data = try inputs(0).type
        let indices = try inputs.type(1, [.int32, .int64])
        guard let depth = indices.shape.last?.fixed, depth >= 1, (0...data.shape.count).contains(batchDims),
            batchDims + depth <= data.shape.count, batchDims < indices.shape.count
        else {
            throw GraphError.invalid(
                "indices of shape \(indices.shape) for data of \(data.shape), batch_dims \(batchDims)")
        }
        return [TensorType(data.elementType, indices.shape.dropLast() + data.shape[(batchDims + depth)...])]
    }
}

extension GatherND {
    package static var nativeFloats: [ElementType] { ElementType.floats }
    package var movesElements: Bool { true }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let data = try arguments.required(0, "data")
        let shape = try arguments.required(1, "indices").shape
        let (starts, length) = try ElementIndices.slices(
            arguments.integers(1, "indices"), shape: shape, data: data.shape, batch: batchDims)
        let rest = data.shape[(batchDims + (shape.last ?? 0))...]
        let result = shape.dropLast() + rest
        _ = try ShapeLimits.count(Array(result))
        return [try data.picking(starts.flatMap { $0..<$0 + length }, shape: Array(result))]
    }
}
