/// The smallest whole number that is not below x.
package struct Ceil: Operator {
    package static let name = "Ceil"

    package init() {}
}

extension Ceil: UnaryOperator {
    package func apply(_ x: Double) -> Double { x.rounded(.up) }
}
