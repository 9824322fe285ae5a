/// |x|.
package struct Abs: Operator {
    package static let name = "Abs"

    package init() {}
}

extension Abs: NumericUnaryOperator {
    package func apply<T: FloatElement>(_ x: T) -> T { abs(x) }
    package func apply<T: IntegerElement>(_ x: T) -> T { x < 0 ? 0 &- x : x }
}
