/// x * HardSigmoid(x) with alpha 1/6 and beta 0.5.
package struct HardSwish: Operator {
    package static let name = "HardSwish"

    package init() {}

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        [try OperatorInputs(inputs, names: ["X"], required: 1).float(0)]
    }
}
