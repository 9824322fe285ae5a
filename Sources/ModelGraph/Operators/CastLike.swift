/// Its input converted to the second input's element type: inputs input, target_type.
package struct CastLike: Operator {
    package static let name = "CastLike"

    package init() {}

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["input", "target_type"], required: 2)
        return [TensorType(try inputs(1).type.elementType, try inputs(0).type.shape)]
    }
}

extension CastLike {
    package static var nativeFloats: [ElementType] { ElementType.floats }

    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let target = try arguments.required(1, "target_type").elementType
        return [try arguments.required(0, "input").converted(to: target)]
    }
}
