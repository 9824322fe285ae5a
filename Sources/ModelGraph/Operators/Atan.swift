import PortableMath

/// The inverse tangent in radians.
package struct Atan: Operator {
    package static let name = "Atan"

    package init() {}
}

extension Atan: UnaryOperator {
    package func apply(_ x: Double) -> Double { PortableMath.atan(x) }
}
