/// a == b, element by element with NumPy's broadcasting.
package struct Equal: Operator {
    package static let name = "Equal"

    package init() {}
}

extension Equal: ComparisonOperator {
    package static var comparedTypes: [ElementType] { ElementType.numbers + [.bool] }
    package func compare<T: TensorElement & Comparable>(_ a: T, _ b: T) -> Bool { a == b }
}
