/// a <= b, element by element with NumPy's broadcasting.
package struct LessOrEqual: Operator {
    package static let name = "LessOrEqual"

    package init() {}
}

extension LessOrEqual: ComparisonOperator {
    package func compare<T: TensorElement & Comparable>(_ a: T, _ b: T) -> Bool { a <= b }
}
