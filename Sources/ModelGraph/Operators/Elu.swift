import PortableMath

/// x, or alpha * (exp(x) - 1) below zero (Clevert et al., 2015).
package struct Elu: Operator {
    package static let name = "Elu"

    package var alpha: Float

    package init(alpha: Float = 1) {
        self.alpha = alpha
    }
}

extension Elu: UnaryOperator {
    package func apply(_ x: Double) -> Double { x < 0 ? Double(alpha) * PortableMath.expm1(x) : x }
}
