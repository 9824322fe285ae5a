/// 1 / x.
package struct Reciprocal: Operator {
    package static let name = "Reciprocal"

    package init() {}
}

extension Reciprocal: UnaryOperator {
    package func apply(_ x: Double) -> Double { 1 / x }
}
