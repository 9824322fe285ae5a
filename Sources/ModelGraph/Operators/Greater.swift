/// a > b, element by element with NumPy's broadcasting.
package struct Greater: Operator {
    package static let name = "Greater"

    package init() {}
}

extension Greater: ComparisonOperator {
    package func compare<T: TensorElement & Comparable>(_ a: T, _ b: T) -> Bool { a > b }
}
