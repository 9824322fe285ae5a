/// The number of elements of its input, as an int64 scalar.
package struct Size: Operator {
    package static let name = "Size"

    package init() {}

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        _ = try OperatorInputs(inputs, names: ["data"], required: 1)
        return [TensorType(.int64, [])]
    }
}

extension Size {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        [Tensor(shape: [], int64s: [Int64(try arguments.required(0, "data").count)])]
    }
}
