/// Where the input is NaN.
package struct IsNaN: Operator {
    package static let name = "IsNaN"

    package init() {}

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        [TensorType(.bool, try OperatorInputs(inputs, names: ["X"], required: 1).float(0).shape)]
    }
}

extension IsNaN {
    package static var nativeFloats: [ElementType] { [.float32, .float64] }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let x = try arguments.required(0, "X")
        return [Tensor(shape: x.shape, try x.doubles("X").map(\.isNaN))]
    }
}
