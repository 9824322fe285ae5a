import PortableMath

/// The inverse hyperbolic tangent.
package struct Atanh: Operator {
    package static let name = "Atanh"

    package init() {}
}

extension Atanh: UnaryOperator {
    package func apply(_ x: Double) -> Double { PortableMath.atanh(x) }
}
