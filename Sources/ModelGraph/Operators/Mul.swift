/// Element-wise product with NumPy's broadcasting.
package struct Mul: Operator {
    package static let name = "Mul"

    package init() {}
}

extension Mul: BinaryOperator {
    package func combine<T: FloatElement>(_ a: T, _ b: T) -> T { a * b }
    package func combine<T: IntegerElement>(_ a: T, _ b: T) -> T { a &* b }
}
