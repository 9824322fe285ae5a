/// Inserts axes of extent 1: inputs data, axes.
package struct Unsqueeze: Operator {
    package static let name = "Unsqueeze"

    package init() {}

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["data", "axes"], required: 2)
        let data = try inputs(0).type
        let axes = try inputs.integers(1, "axes")
        let rank = data.shape.count + axes.count
        guard rank <= ShapeLimits.rank else {
            throw GraphError.unsupported("\(rank) axes; at most \(ShapeLimits.rank) are supported")
        }
        let inserted = try Axis.normalized(axes, rank: rank)
        var rest = data.shape[...]
        let shape: [Dimension] = (0..<rank).map { inserted.contains($0) ? 1 : rest.popFirst() ?? 1 }
        return [TensorType(data.elementType, shape)]
    }

    package func folded(_ inputs: [Tensor?]) throws -> [Tensor]? { try ConstantFold.reshaped(self, inputs) }

    package func foldedDimensions(_ inputs: [[Dimension]?], constants: [Tensor?]) throws -> [Dimension]? {
        inputs.first ?? nil
    }
}
