import PortableMath

/// x, or alpha * (exp(x / alpha) - 1) below zero (Barron, 2017).
package struct Celu: Operator {
    package static let name = "Celu"

    package var alpha: Float

    package init(alpha: Float = 1) {
        self.alpha = alpha
    }
}

extension Celu: UnaryOperator {
    package func apply(_ x: Double) -> Double {
        if x.isNaN { return x }
        return max(0, x) + min(0, Double(alpha) * PortableMath.expm1(x / Double(alpha)))
    }
}
