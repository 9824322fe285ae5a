/// max(0, min(1, alpha * x + beta)).
package struct HardSigmoid: Operator {
    package static let name = "HardSigmoid"

    package var alpha: Float
    package var beta: Float

    package init(alpha: Float = 0.2, beta: Float = 0.5) {
        self.alpha = alpha
        self.beta = beta
    }
}

extension HardSigmoid: UnaryOperator {
    package func apply(_ x: Double) -> Double {
        let y = Double(alpha) * x + Double(beta)
        // In this order NaN stays NaN.
        return y < 0 ? 0 : y > 1 ? 1 : y
    }
}
