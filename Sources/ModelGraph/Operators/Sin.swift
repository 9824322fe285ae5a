import PortableMath

/// The sine of radians.
package struct Sin: Operator {
    package static let name = "Sin"

    package init() {}
}

extension Sin: UnaryOperator {
    package func apply(_ x: Double) -> Double { PortableMath.sin(x) }
}
