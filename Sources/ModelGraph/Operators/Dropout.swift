/// Its input: at inference nothing is dropped.
package struct Dropout: Operator {
    package static let name = "Dropout"

    package init() {}

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        let inputs = try OperatorInputs(inputs, names: ["data", "ratio", "training_mode"], required: 1)
        if let training = inputs.optional(2) {
            guard let value = training.value, value.elementType == .bool, value.integers?.contains(1) != true,
                Bool.values(value.elements)?.contains(true) != true
            else {
                throw GraphError.unsupported("training_mode is true or not constant; export the model for inference")
            }
        }
        let data = try inputs(0).type
        return [data, TensorType(.bool, data.shape)]
    }
}

extension Dropout {
    /// The data as they are and, if asked for, the mask of what is kept: everything.
    package func evaluate(_ arguments: Arguments) throws -> [Tensor] {
        let data = try arguments.required(0, "data")
        guard arguments.outputCount > 1 else { return [data] }
        return [
            data, Tensor(shape: data.shape, elements: .bool([Bool](repeating: true, count: data.count))),
        ]
    }
}
