import PortableMath

/// e^x.
package struct Exp: Operator {
    package static let name = "Exp"

    package init() {}
}

extension Exp: UnaryOperator {
    package func apply(_ x: Double) -> Double { PortableMath.exp(x) }
}
