/// x / scale rounded to nearest even, plus the zero point, saturated: inputs x, y_scale, optional y_zero_point.
package struct QuantizeLinear: Operator {
    package static let name = "QuantizeLinear"

    package var axis: Int
    package var blockSize: Int
    /// What comes out where there is no zero point.
    package var outputType: ElementType

    package init(axis: Int = 1, blockSize: Int = 0, outputType: ElementType = .uint8) {
        self.axis = axis
        self.blockSize = blockSize
        self.outputType = outputType
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["x", "y_scale", "y_zero_point"], required: 2)
        let x = try inputs.type(0, ElementType.floats + [.int32])
        let type = inputs.optional(2)?.type.elementType ?? outputType
        guard type.isInteger else { throw GraphError.unsupported("quantizing to \(type.rawValue)") }
        return [TensorType(type, x.shape)]
    }
}

extension QuantizeLinear {
    package static var nativeFloats: [ElementType] { ElementType.floats }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let x = try arguments.required(0, "x")
        let zero = arguments.optional(2)
        let type = zero?.elementType ?? outputType
        guard let range = type.integerRange else { throw GraphError.unsupported("quantizing to \(type.rawValue)") }
        let scale = try arguments.required(1, "y_scale")
        let parameters = try QuantizationParameters(
            shape: x.shape, scale: scale, zeroPoint: zero, axis: axis, blockSize: blockSize)
        let isSingle = x.elementType != .float64
        let values = try x.doubles("x").enumerated().map { index, value in
            let (scale, zeroPoint) = parameters(index)
            // The quotient has the precision of the input's type; halves are divided in float32.
            let quotient = isSingle ? Double(Float(value) / Float(scale)) : value / scale
            let rounded = quotient.rounded(.toNearestOrEven) + zeroPoint
            return rounded.isNaN ? zeroPoint : min(max(rounded, range.lowerBound), range.upperBound)
        }
        return [Tensor(shape: x.shape, values).converted(to: type)]
    }
}
