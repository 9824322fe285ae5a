/// x / (1 + |x|).
package struct Softsign: Operator {
    package static let name = "Softsign"

    package init() {}
}

extension Softsign: UnaryOperator {
    package func apply(_ x: Double) -> Double { x / (1 + abs(x)) }
}
