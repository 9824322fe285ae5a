import PortableMath

/// x * Phi(x), Phi being the normal distribution's (Hendrycks and Gimpel, 2016), or its approximation by tanh.
package struct Gelu: Operator {
    package static let name = "Gelu"

    package enum Approximation: String, Sendable, Codable, CaseIterable {
        case none
        case tanh
    }

    package var approximate: Approximation

    package init(approximate: Approximation = .none) {
        self.approximate = approximate
    }
}

extension Gelu: UnaryOperator {
    package func apply(_ x: Double) -> Double {
        switch approximate {
        case .none: 0.5 * x * (1 + PortableMath.erf(x * 0.7071067811865476))
        // sqrt(2 / pi)
        case .tanh: 0.5 * x * (1 + PortableMath.tanh(0.7978845608028654 * (x + 0.044715 * x * x * x)))
        }
    }
}
