import PortableMath

/// The inverse hyperbolic sine.
package struct Asinh: Operator {
    package static let name = "Asinh"

    package init() {}
}

extension Asinh: UnaryOperator {
    package func apply(_ x: Double) -> Double { PortableMath.asinh(x) }
}
