/// x for x >= 0, alpha * x below.
package struct LeakyRelu: Operator {
    package static let name = "LeakyRelu"

    package var alpha: Float

    package init(alpha: Float = 0.01) {
        self.alpha = alpha
    }

    package func outputTypes(_ inputs: [OperatorInput?]) throws -> [TensorType] {
        [try OperatorInputs(inputs, names: ["X"], required: 1).float(0)]
    }
}
