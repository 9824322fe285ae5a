import PortableMath

/// The inverse cosine in radians.
package struct Acos: Operator {
    package static let name = "Acos"

    package init() {}
}

extension Acos: UnaryOperator {
    package func apply(_ x: Double) -> Double { PortableMath.acos(x) }
}
