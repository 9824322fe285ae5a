import PortableMath

/// The tangent of radians.
package struct Tan: Operator {
    package static let name = "Tan"

    package init() {}
}

extension Tan: UnaryOperator {
    package func apply(_ x: Double) -> Double { PortableMath.tan(x) }
}
