/// The product of 8-bit matrices less their zero points, int32: inputs A, B, optional a_zero_point, b_zero_point.
package struct MatMulInteger: Operator {
    package static let name = "MatMulInteger"

    package init() {}

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["A", "B", "a_zero_point", "b_zero_point"], required: 2)
        let product = try MatMul().outputTypes([
            OperatorInput(type: TensorType(.float32, try inputs.type(0, [.int8, .uint8]).shape)),
            OperatorInput(type: TensorType(.float32, try inputs.type(1, [.int8, .uint8]).shape)),
        ])
        return [TensorType(.int32, product[0].shape)]
    }
}

extension MatMulInteger {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let (a, b) = (try arguments.required(0, "A"), try arguments.required(1, "B"))
        // Zero points of A belong to rows, those of B to columns.
        let (values, shape) = try IntegerProducts.product(
            IntegerProducts.centred(a, arguments.optional(2), axis: max(-2, -a.shape.count)), a.shape,
            IntegerProducts.centred(b, arguments.optional(3), axis: -1), b.shape)
        return [Tensor(shape: shape, values).converted(to: .int32)]
    }
}
