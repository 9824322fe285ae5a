import PortableMath

/// The hyperbolic cosine.
package struct Cosh: Operator {
    package static let name = "Cosh"

    package init() {}
}

extension Cosh: UnaryOperator {
    package func apply(_ x: Double) -> Double { PortableMath.cosh(x) }
}
