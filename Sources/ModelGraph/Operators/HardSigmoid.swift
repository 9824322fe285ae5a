/// max(0, min(1, alpha * x + beta)).
package struct HardSigmoid: Operator {
    package static let name = "HardSigmoid"

    package var alpha: Float
    package var beta: Float

    package init(alpha: Float = 0.2, beta: Float = 0.5) {
        self.alpha = alpha
        self.beta = beta
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        [try OperatorInputs(inputs, names: ["X"], required: 1).float(0)]
    }
}
