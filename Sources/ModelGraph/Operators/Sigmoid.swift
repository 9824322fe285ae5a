/// 1 / (1 + exp(-x)).
package struct Sigmoid: Operator {
    package static let name = "Sigmoid"

    package init() {}

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        [try OperatorInputs(inputs, names: ["X"], required: 1).float(0)]
    }
}
