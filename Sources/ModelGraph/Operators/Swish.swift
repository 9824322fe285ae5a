import PortableMath

/// x * sigmoid(alpha * x); SiLU for alpha = 1.
package struct Swish: Operator {
    package static let name = "Swish"

    package var alpha: Float

    package init(alpha: Float = 1) {
        self.alpha = alpha
    }
}

extension Swish: UnaryOperator {
    package func apply(_ x: Double) -> Double { x * PortableMath.sigmoid(Double(alpha) * x) }
}
