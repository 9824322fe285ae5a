/// a and b, element by element with NumPy's broadcasting.
package struct And: Operator {
    package static let name = "And"

    package init() {}
}

extension And: LogicalOperator {
    package func combine(_ a: Bool, _ b: Bool) -> Bool { a && b }
}
