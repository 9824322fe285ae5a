/// The square root; NaN below 0.
package struct Sqrt: Operator {
    package static let name = "Sqrt"

    package init() {}
}

extension Sqrt: UnaryOperator {
    package func apply(_ x: Double) -> Double { x.squareRoot() }
}
