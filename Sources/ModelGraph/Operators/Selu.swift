import PortableMath

/// gamma * x, or gamma * alpha * (exp(x) - 1) at and below zero (Klambauer et al., 2017).
package struct Selu: Operator {
    package static let name = "Selu"

    package var alpha: Float
    package var gamma: Float

    package init(alpha: Float = 1.67326319217681884765625, gamma: Float = 1.05070102214813232421875) {
        self.alpha = alpha
        self.gamma = gamma
    }
}

extension Selu: UnaryOperator {
    package func apply(_ x: Double) -> Double { Double(gamma) * (x > 0 ? x : Double(alpha) * PortableMath.expm1(x)) }
}
