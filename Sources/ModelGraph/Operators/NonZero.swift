/// Where the elements are that are not zero: (rank, count), in row-major order.
package struct NonZero: Operator {
    package static let name = "NonZero"

    package init() {}

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let x = try OperatorInputs(inputs, names: ["X"], required: 1)(0).type
        return [TensorType(.int64, [.fixed(x.shape.count), .unknown])]
    }
}

extension NonZero {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let x = try arguments.required(0, "X")
        let found = try x.doubles("X").enumerated().filter { $0.element != 0 }.map(\.offset)
        let strides = Positions.strides(x.shape)
        let values = x.shape.indices.flatMap { axis in found.map { Int64($0 / strides[axis] % x.shape[axis]) } }
        return [Tensor(shape: [x.shape.count, found.count], int64s: values)]
    }
}
