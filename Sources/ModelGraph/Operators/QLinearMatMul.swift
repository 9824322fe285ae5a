/// The product of quantized matrices, quantized again: inputs a, a_scale, a_zero_point, b, b_scale, b_zero_point,
/// y_scale, y_zero_point.
package struct QLinearMatMul: Operator {
    package static let name = "QLinearMatMul"

    package init() {}

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(
            inputs,
            names: ["a", "a_scale", "a_zero_point", "b", "b_scale", "b_zero_point", "y_scale", "y_zero_point"],
            required: 8)
        let product = try MatMul().outputTypes([
            OperatorInput(type: TensorType(.float32, try inputs.type(0, [.int8, .uint8]).shape)),
            OperatorInput(type: TensorType(.float32, try inputs.type(3, [.int8, .uint8]).shape)),
        ])
        return [TensorType(try inputs.type(7, [.int8, .uint8]).elementType, product[0].shape)]
    }
}

extension QLinearMatMul {
    package static var nativeFloats: [ElementType] { ElementType.floats }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let (a, b) = (try arguments.required(0, "a"), try arguments.required(3, "b"))
        let zero = try arguments.required(7, "y_zero_point")
        guard let range = zero.elementType.integerRange else { throw GraphError.invalid("y_zero_point is no integer") }
        func scaled(_ tensor: Tensor, _ scale: Int, _ zeroPoint: Int, axis: Int) throws -> [Double] {
            let centred = try IntegerProducts.centred(tensor, arguments.required(zeroPoint, "zero_point"), axis: axis)
            let scales = try arguments.required(scale, "scale")
            if scales.count == 1 {
                let factor = try scales.doubles()[0]
                return centred.map { $0 * factor }
            }
            let factors = try QuantizationParameters(
                shape: tensor.shape, scale: scales, zeroPoint: nil, axis: axis, blockSize: 0)
            return centred.enumerated().map { $1 * factors($0).scale }
        }
        let (values, shape) = try IntegerProducts.product(
            scaled(a, 1, 2, axis: max(-2, -a.shape.count)), a.shape, scaled(b, 4, 5, axis: -1), b.shape)
        guard let scale = try arguments.optionalNumber(6, "y_scale"),
            let point = try arguments.optionalNumber(7, "y_zero_point")
        else { throw GraphError.invalid("y_scale or y_zero_point is absent") }
        let quantized = values.map { value in
            min(max((value / scale + point).rounded(.toNearestOrEven), range.lowerBound), range.upperBound)
        }
        return [Tensor(shape: shape, quantized).converted(to: zero.elementType)]
    }
}
