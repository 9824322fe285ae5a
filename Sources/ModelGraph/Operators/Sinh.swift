import PortableMath

/// The hyperbolic sine.
package struct Sinh: Operator {
    package static let name = "Sinh"

    package init() {}
}

extension Sinh: UnaryOperator {
    package func apply(_ x: Double) -> Double { PortableMath.sinh(x) }
}
