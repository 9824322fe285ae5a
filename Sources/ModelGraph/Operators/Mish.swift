import PortableMath

/// x * tanh(softplus(x)) (Misra, 2019).
package struct Mish: Operator {
    package static let name = "Mish"

    package init() {}
}

extension Mish: UnaryOperator {
    package func apply(_ x: Double) -> Double { x * PortableMath.tanh(Softplus().apply(x)) }
}
