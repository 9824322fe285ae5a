/// The bits that both have, element by element with NumPy's broadcasting.
package struct BitwiseAnd: Operator {
    package static let name = "BitwiseAnd"

    package init() {}
}

extension BitwiseAnd: BitwiseOperator {
    package func combine<T: IntegerElement>(_ a: T, _ b: T) -> T { a & b }
}
