/// Convolution of 8-bit integers less their zero points, int32: inputs x, w, optional x_zero_point, w_zero_point.
package struct ConvInteger: Operator {
    package static let name = "ConvInteger"

    /// The attributes of the same convolution of floats.
    package var conv: Conv

    package init(conv: Conv) {
        self.conv = conv
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["x", "w", "x_zero_point", "w_zero_point"], required: 2)
        let w = try inputs(1)
        let types = try conv.outputTypes([
            OperatorInput(type: TensorType(.float32, try inputs.type(0, [.int8, .uint8]).shape)),
            OperatorInput(type: TensorType(.float32, w.type.shape)),
        ])
        return [TensorType(.int32, types[0].shape)]
    }
}

extension ConvInteger {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let (x, w) = (try arguments.required(0, "x"), try arguments.required(1, "w"))
        let (values, shape) = try IntegerProducts.convolution(
            IntegerProducts.centred(x, arguments.optional(2), axis: 0), x.shape,
            IntegerProducts.centred(w, arguments.optional(3), axis: 0), w.shape, conv)
        return [Tensor(shape: shape, values).converted(to: .int32)]
    }
}
