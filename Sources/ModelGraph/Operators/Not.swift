/// Every bool inverted.
package struct Not: Operator {
    package static let name = "Not"

    package init() {}

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        [try OperatorInputs(inputs, names: ["X"], required: 1).type(0, [.bool])]
    }
}

extension Not {
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let x = try arguments.required(0, "X")
        guard let values = Bool.values(x.elements) else {
            throw GraphError.unsupported("the input is \(x.elementType.rawValue), expected bools")
        }
        return [Tensor(shape: x.shape, values.map { !$0 })]
    }
}
