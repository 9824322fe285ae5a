/// A tensor of the shape that its input says, filled with one value.
package struct ConstantOfShape: Operator {
    package static let name = "ConstantOfShape"

    /// What it is filled with: a number of the type `elementType`, kept as Double.
    package var value: Double
    package var elementType: ElementType

    package init(value: Double = 0, elementType: ElementType = .float32) {
        self.value = value
        self.elementType = elementType
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["input"], required: 1)
        guard let shape = try inputs.integersIfConstant(0, "the shape") else {
            if let shape = try inputs(0).dimensions { return [TensorType(elementType, shape)] }
            return [TensorType(elementType, [Dimension](repeating: .unknown, count: try inputs.length(0, "the shape")))]
        }
        _ = try ShapeLimits.count(shape)
        return [TensorType(elementType, shape.map(Dimension.fixed))]
    }
}

extension ConstantOfShape {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let shape = try arguments.integers(0, "input")
        _ = try ShapeLimits.count(shape)
        return [Tensor.filled(value, elementType, shape: shape)]
    }
}
