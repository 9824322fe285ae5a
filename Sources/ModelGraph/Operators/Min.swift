/// The smallest of any number of inputs, element by element with NumPy's broadcasting; NaN wins.
package struct Min: Operator {
    package static let name = "Min"

    package init() {}
}

extension Min: VariadicOperator {
    package func combine<T: FloatElement>(_ a: T, _ b: T) -> T { a.isNaN || a < b ? a : b }
    package func combine<T: IntegerElement>(_ a: T, _ b: T) -> T { min(a, b) }
}
