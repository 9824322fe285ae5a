/// a or b, element by element with NumPy's broadcasting.
package struct Or: Operator {
    package static let name = "Or"

    package init() {}
}

extension Or: LogicalOperator {
    package func combine(_ a: Bool, _ b: Bool) -> Bool { a || b }
}
