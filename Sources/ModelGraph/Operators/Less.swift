/// a < b, element by element with NumPy's broadcasting.
package struct Less: Operator {
    package static let name = "Less"

    package init() {}
}

extension Less: ComparisonOperator {
    package func compare<T: TensorElement & Comparable>(_ a: T, _ b: T) -> Bool { a < b }
}
