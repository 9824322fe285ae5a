/// Element-wise difference with NumPy's broadcasting.
package struct Sub: Operator {
    package static let name = "Sub"

    package init() {}
}

extension Sub: BinaryOperator {
    package func combine<T: FloatElement>(_ a: T, _ b: T) -> T { a - b }
    package func combine<T: IntegerElement>(_ a: T, _ b: T) -> T { a &- b }
}
