/// Convolution of quantized tensors, quantized again: inputs x, x_scale, x_zero_point, w, w_scale, w_zero_point, y_scale,
/// y_zero_point, optional B (int32 at the scale x_scale * w_scale).
package struct QLinearConv: Operator {
    package static let name = "QLinearConv"

    /// The attributes of the same convolution of floats.
    package var conv: Conv

    package init(conv: Conv) {
        self.conv = conv
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(
            inputs,
            names: [
                "x", "x_scale", "x_zero_point", "w", "w_scale", "w_zero_point", "y_scale", "y_zero_point", "B",
            ], required: 8)
        let types = try conv.outputTypes([
            OperatorInput(type: TensorType(.float32, try inputs.type(0, [.int8, .uint8]).shape)),
            OperatorInput(type: TensorType(.float32, try inputs.type(3, [.int8, .uint8]).shape)),
        ])
        return [TensorType(try inputs.type(7, [.int8, .uint8]).elementType, types[0].shape)]
    }
}

extension QLinearConv {
    package static var nativeFloats: [ElementType] { ElementType.floats }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let (x, w) = (try arguments.required(0, "x"), try arguments.required(3, "w"))
        let zero = try arguments.required(7, "y_zero_point")
        guard let range = zero.elementType.integerRange, let xScale = try arguments.optionalNumber(1, "x_scale"),
            let yScale = try arguments.optionalNumber(6, "y_scale"),
            let point = try arguments.optionalNumber(7, "y_zero_point"), w.shape.count == x.shape.count
        else { throw GraphError.invalid("scales or zero points that are no scalars") }
        let (sums, shape) = try IntegerProducts.convolution(
            IntegerProducts.centred(x, arguments.optional(2), axis: 0), x.shape,
            IntegerProducts.centred(w, arguments.optional(5), axis: 0), w.shape, conv)
        let wScales = try arguments.required(4, "w_scale").doubles("w_scale")
        let bias = try arguments.optional(8)?.doubles("B")
        let channels = w.shape[0]
        guard wScales.count == 1 || wScales.count == channels, bias == nil || bias?.count == channels else {
            throw GraphError.invalid("\(wScales.count) scales for \(channels) channels")
        }
        let plane = shape[2...].reduce(1, *)
        let values = sums.enumerated().map { index, sum in
            let channel = index / plane % channels
            let scale = xScale * wScales[wScales.count == 1 ? 0 : channel] / yScale
            let value = ((sum + (bias?[channel] ?? 0)) * scale).rounded(.toNearestOrEven) + point
            return min(max(value, range.lowerBound), range.upperBound)
        }
        return [Tensor(shape: shape, values).converted(to: zero.elementType)]
    }
}
