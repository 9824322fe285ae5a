import PortableMath

/// 1 / (1 + exp(-x)).
package struct Sigmoid: Operator {
    package static let name = "Sigmoid"

    package init() {}
}

extension Sigmoid: UnaryOperator {
    package func apply(_ x: Double) -> Double { PortableMath.sigmoid(x) }
}
