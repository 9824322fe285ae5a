import PortableMath

/// The inverse hyperbolic cosine.
package struct Acosh: Operator {
    package static let name = "Acosh"

    package init() {}
}

extension Acosh: UnaryOperator {
    package func apply(_ x: Double) -> Double { PortableMath.acosh(x) }
}
