/// -1, 0 or 1.
package struct Sign: Operator {
    package static let name = "Sign"

    package init() {}
}

extension Sign: NumericUnaryOperator {
    package func apply<T: FloatElement>(_ x: T) -> T { x > 0 ? 1 : x < 0 ? -1 : x }
    package func apply<T: IntegerElement>(_ x: T) -> T { x.signum() }
}
