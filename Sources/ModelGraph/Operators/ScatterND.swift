/// Data with elements or slices replaced where lists of indices say: inputs data, indices (..., depth), updates.
package struct ScatterND: Operator {
    package static let name = "ScatterND"

    package var reduction: ScatterReduction

    package init(reduction: ScatterReduction = .none) {
        self.reduction = reduction
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["data", "indices", "updates"], required: 3)
        let data = try inputs(0).type
        _ = try inputs.type(1, [.int64])
        _ = try inputs.type(2, [data.elementType])
        return [data]
    }
}

extension ScatterND {
    package static var nativeFloats: [ElementType] { [.float32, .float64] }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let data = try arguments.required(0, "data")
        let (starts, length) = try ElementIndices.slices(
            arguments.integers(1, "indices"), shape: arguments.required(1, "indices").shape, data: data.shape,
            batch: 0)
        let updates = try arguments.required(2, "updates")
        let count = starts.count.multipliedReportingOverflow(by: length)
        guard !count.overflow, count.partialValue == updates.count else {
            throw GraphError.invalid("updates of shape \(updates.shape) for \(starts.count) slices of \(length)")
        }
        return [
            try reduction.scattered(data, targets: starts.flatMap { $0..<$0 + length }, updates: updates)
        ]
    }
}
