/// A tensor of the shape that its input says, filled with one value.
package struct ConstantOfShape: Operator {
    package static let name = "ConstantOfShape"

    /// What it is filled with: a number, kept as Double, of the type `elementType` (float32 or int64).
    package var value: Double
    package var elementType: ElementType

    package init(value: Double = 0, elementType: ElementType = .float32) {
        self.value = value
        self.elementType = elementType
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let shape = try OperatorInputs(inputs, names: ["input"], required: 1).integers(0, "the shape")
        _ = try ShapeLimits.count(shape)
        return [TensorType(elementType, shape.map(Dimension.fixed))]
    }

    package func folded(_ inputs: [Tensor?]) throws -> [Tensor]? {
        guard let shape = inputs.first??.integers, try ShapeLimits.count(shape) <= ConstantFold.elementLimit else {
            return nil
        }
        return [tensor(shape: shape)]
    }

    /// - Precondition: the shape is within `ShapeLimits`.
    package func tensor(shape: [Int]) -> Tensor {
        let count = shape.reduce(1, *)
        return elementType == .int64
            ? Tensor(shape: shape, int64s: [Int64](repeating: Int64(exactly: value) ?? 0, count: count))
            : Tensor(shape: shape, floats: [Float](repeating: Float(value), count: count))
    }
}
