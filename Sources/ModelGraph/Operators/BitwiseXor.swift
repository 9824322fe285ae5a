/// The bits in which they differ, element by element with NumPy's broadcasting.
package struct BitwiseXor: Operator {
    package static let name = "BitwiseXor"

    package init() {}
}

extension BitwiseXor: BitwiseOperator {
    package func combine<T: IntegerElement>(_ a: T, _ b: T) -> T { a ^ b }
}
