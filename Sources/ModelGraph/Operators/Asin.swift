import PortableMath

/// The inverse sine in radians.
package struct Asin: Operator {
    package static let name = "Asin"

    package init() {}
}

extension Asin: UnaryOperator {
    package func apply(_ x: Double) -> Double { PortableMath.asin(x) }
}
