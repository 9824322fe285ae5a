/// -x.
package struct Neg: Operator {
    package static let name = "Neg"

    package init() {}
}

extension Neg: NumericUnaryOperator {
    package func apply<T: FloatElement>(_ x: T) -> T { -x }
    package func apply<T: IntegerElement>(_ x: T) -> T { 0 &- x }
}
