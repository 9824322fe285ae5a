import PortableMath

/// log(1 + exp(x)).
package struct Softplus: Operator {
    package static let name = "Softplus"

    package init() {}
}

extension Softplus: UnaryOperator {
    package func apply(_ x: Double) -> Double { max(x, 0) + PortableMath.log1p(PortableMath.exp(-abs(x))) }
}
