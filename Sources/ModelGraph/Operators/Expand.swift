/// Its input repeated to a shape by NumPy's broadcasting: inputs input, shape.
package struct Expand: Operator {
    package static let name = "Expand"

    package init() {}

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["input", "shape"], required: 2)
        let input = try inputs(0).type
        guard let shape = try inputs.integersIfConstant(1, "shape") else {
            if let shape = try inputs(1).dimensions {
                return [TensorType(input.elementType, try Broadcast.shape(input.shape, shape))]
            }
            let rank = max(input.shape.count, try inputs.length(1, "shape"))
            return [TensorType(input.elementType, [Dimension](repeating: .unknown, count: rank))]
        }
        _ = try ShapeLimits.count(shape)
        return [TensorType(input.elementType, try Broadcast.shape(input.shape, shape.map(Dimension.fixed)))]
    }
}

extension Expand {
    package static var nativeFloats: [ElementType] { ElementType.floats }
    package var movesElements: Bool { true }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let input = try arguments.required(0, "input")
        let shape = try arguments.integers(1, "shape")
        _ = try ShapeLimits.count(shape)
        return [try Broadcast.expanded(input, to: Broadcast.shape(input.shape, shape))]
    }
}
