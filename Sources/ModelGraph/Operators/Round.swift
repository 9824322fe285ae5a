/// The nearest whole number, the even one of two.
package struct Round: Operator {
    package static let name = "Round"

    package init() {}
}

extension Round: UnaryOperator {
    package func apply(_ x: Double) -> Double { x.rounded(.toNearestOrEven) }
}
