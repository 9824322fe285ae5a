/// Its input: at inference nothing is dropped.
package struct Dropout: Operator {
    package static let name = "Dropout"

    package init() {}

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        [try OperatorInputs(inputs, names: ["data", "ratio", "training_mode"], required: 1)(0).type]
    }
}
