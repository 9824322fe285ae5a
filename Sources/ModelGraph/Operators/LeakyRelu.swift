/// x, or alpha * x below zero.
package struct LeakyRelu: Operator {
    package static let name = "LeakyRelu"

    package var alpha: Float

    package init(alpha: Float = 0.01) {
        self.alpha = alpha
    }
}

extension LeakyRelu: UnaryOperator {
    package func apply(_ x: Double) -> Double { x < 0 ? Double(alpha) * x : x }
}
