import PortableMath

/// The cosine of radians.
package struct Cos: Operator {
    package static let name = "Cos"

    package init() {}
}

extension Cos: UnaryOperator {
    package func apply(_ x: Double) -> Double { PortableMath.cos(x) }
}
