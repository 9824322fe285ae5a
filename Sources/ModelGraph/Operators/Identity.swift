/// Its input.
package struct Identity: Operator {
    package static let name = "Identity"

    package init() {}

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        [try OperatorInputs(inputs, names: ["input"], required: 1)(0).type]
    }
}

extension Identity {
    package static var nativeFloats: [ElementType] { ElementType.floats }
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] { [try arguments.required(0, "input")] }
}
