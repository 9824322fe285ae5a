/// Inserts axes of extent 1: inputs data, axes.
package struct Unsqueeze: Operator {
    package static let name = "Unsqueeze"

    package init() {}

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["data", "axes"], required: 2)
        let data = try inputs(0).type
        guard let axes = try inputs.integersIfConstant(1, "axes") else {
            let rank = data.shape.count + (try inputs.length(1, "axes"))
            return [TensorType(data.elementType, [Dimension](repeating: .unknown, count: rank))]
        }
        let rank = data.shape.count + axes.count
        guard rank <= ShapeLimits.rank else {
            throw GraphError.unsupported("\(rank) axes; at most \(ShapeLimits.rank) are supported")
        }
        let inserted = try Axis.normalized(axes, rank: rank)
        var rest = data.shape[...]
        let shape: [Dimension] = (0..<rank).map { inserted.contains($0) ? 1 : rest.popFirst() ?? 1 }
        return [TensorType(data.elementType, shape)]
    }

    package func foldedDimensions(_ inputs: [[Dimension]?], constants: [Tensor?]) throws -> [Dimension]? {
        inputs.first ?? nil
    }
}

extension Unsqueeze {
    package static var nativeFloats: [ElementType] { ElementType.floats }
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let data = try arguments.required(0, "data")
        let listed = try arguments.integers(1, "axes")
        // Axes count in the result.
        let axes = try Axis.normalized(listed, rank: data.shape.count + listed.count)
        var shape = data.shape
        for axis in axes.sorted() { shape.insert(1, at: axis) }
        return [data.reshaped(to: shape)]
    }
}
