/// a >= b, element by element with NumPy's broadcasting.
package struct GreaterOrEqual: Operator {
    package static let name = "GreaterOrEqual"

    package init() {}
}

extension GreaterOrEqual: ComparisonOperator {
    package func compare<T: TensorElement & Comparable>(_ a: T, _ b: T) -> Bool { a >= b }
}
