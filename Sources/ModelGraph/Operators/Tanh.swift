import PortableMath

/// The hyperbolic tangent.
package struct Tanh: Operator {
    package static let name = "Tanh"

    package init() {}
}

extension Tanh: UnaryOperator {
    package func apply(_ x: Double) -> Double { PortableMath.tanh(x) }
}
