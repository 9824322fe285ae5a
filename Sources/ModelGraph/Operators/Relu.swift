/// max(x, 0); NaN stays.
package struct Relu: Operator {
    package static let name = "Relu"

    package init() {}
}

extension Relu: NumericUnaryOperator {
    package func apply<T: FloatElement>(_ x: T) -> T { x < 0 ? 0 : x }
    package func apply<T: IntegerElement>(_ x: T) -> T { max(x, 0) }
}
