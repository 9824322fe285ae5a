/// (x - zero point) * scale: inputs x, x_scale, optional x_zero_point.
package struct DequantizeLinear: Operator {
    package static let name = "DequantizeLinear"

    package var axis: Int
    package var blockSize: Int
    /// nil: the scale's type.
    package var outputType: ElementType?

    package init(axis: Int = 1, blockSize: Int = 0, outputType: ElementType? = nil) {
        self.axis = axis
        self.blockSize = blockSize
        self.outputType = outputType
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["x", "x_scale", "x_zero_point"], required: 2)
        let x = try inputs.type(0, ElementType.integers)
        return [TensorType(try outputType ?? inputs.float(1).elementType, x.shape)]
    }
}

extension DequantizeLinear {
    package static var nativeFloats: [ElementType] { ElementType.floats }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let x = try arguments.required(0, "x")
        let scale = try arguments.required(1, "x_scale")
        let parameters = try QuantizationParameters(
            shape: x.shape, scale: scale, zeroPoint: arguments.optional(2), axis: axis, blockSize: blockSize)
        let values = try x.doubles("x").enumerated().map { index, value in
            let (scale, zeroPoint) = parameters(index)
            return (value - zeroPoint) * scale
        }
        return [Tensor(shape: x.shape, values).converted(to: outputType ?? scale.elementType)]
    }
}
