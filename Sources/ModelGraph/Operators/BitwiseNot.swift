/// All bits inverted.
package struct BitwiseNot: Operator {
    package static let name = "BitwiseNot"

    package init() {}

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        [try OperatorInputs(inputs, names: ["X"], required: 1).type(0, ElementType.integers)]
    }
}

extension BitwiseNot {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let x = try arguments.required(0, "X")
        func inverted<T: IntegerElement>(_: T.Type) -> Tensor {
            Tensor(shape: x.shape, (T.values(x.elements) ?? []).map { ~$0 })
        }
        guard let type = x.elementType.element as? any IntegerElement.Type else {
            throw GraphError.unsupported("the input is \(x.elementType.rawValue), expected integers")
        }
        return [inverted(type)]
    }
}
