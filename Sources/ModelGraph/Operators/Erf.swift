import PortableMath

/// The Gauss error function.
package struct Erf: Operator {
    package static let name = "Erf"

    package init() {}
}

extension Erf: UnaryOperator {
    package func apply(_ x: Double) -> Double { PortableMath.erf(x) }
}
