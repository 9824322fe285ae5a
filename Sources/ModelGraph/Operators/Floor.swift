/// The largest whole number that is not above x.
package struct Floor: Operator {
    package static let name = "Floor"

    package init() {}
}

extension Floor: UnaryOperator {
    package func apply(_ x: Double) -> Double { x.rounded(.down) }
}
