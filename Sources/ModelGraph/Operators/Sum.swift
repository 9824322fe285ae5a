/// The sum of any number of inputs, element by element with NumPy's broadcasting.
package struct Sum: Operator {
    package static let name = "Sum"

    package init() {}
}

extension Sum: VariadicOperator {
    package func combine<T: FloatElement>(_ a: T, _ b: T) -> T { a + b }
    package func combine<T: IntegerElement>(_ a: T, _ b: T) -> T { a &+ b }
}
