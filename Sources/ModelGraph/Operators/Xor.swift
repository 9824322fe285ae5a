/// Either a or b, element by element with NumPy's broadcasting.
package struct Xor: Operator {
    package static let name = "Xor"

    package init() {}
}

extension Xor: LogicalOperator {
    package func combine(_ a: Bool, _ b: Bool) -> Bool { a != b }
}
