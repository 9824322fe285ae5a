/// Hyperbolic tangent.
package struct Tanh: Operator {
    package static let name = "Tanh"

    package init() {}

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        [try OperatorInputs(inputs, names: ["X"], required: 1).float(0)]
    }
}
