/// x where it is above alpha, else 0.
package struct ThresholdedRelu: Operator {
    package static let name = "ThresholdedRelu"

    package var alpha: Float

    package init(alpha: Float = 1) {
        self.alpha = alpha
    }
}

extension ThresholdedRelu: UnaryOperator {
    package func apply(_ x: Double) -> Double { x > Double(alpha) ? x : 0 }
}
