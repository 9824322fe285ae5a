/// The bits that either has, element by element with NumPy's broadcasting.
package struct BitwiseOr: Operator {
    package static let name = "BitwiseOr"

    package init() {}
}

extension BitwiseOr: BitwiseOperator {
    package func combine<T: IntegerElement>(_ a: T, _ b: T) -> T { a | b }
}
