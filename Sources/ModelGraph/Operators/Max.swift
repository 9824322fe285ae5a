/// The largest of any number of inputs, element by element with NumPy's broadcasting; NaN wins.
package struct Max: Operator {
    package static let name = "Max"

    package init() {}
}

extension Max: VariadicOperator {
    package func combine<T: FloatElement>(_ a: T, _ b: T) -> T { a.isNaN || a > b ? a : b }
    package func combine<T: IntegerElement>(_ a: T, _ b: T) -> T { max(a, b) }
}
