/// Element-wise quotient with NumPy's broadcasting; integers truncate toward zero.
package struct Div: Operator {
    package static let name = "Div"

    package init() {}
}

extension Div: BinaryOperator {
    package func combine<T: FloatElement>(_ a: T, _ b: T) -> T { a / b }

    package func combine<T: IntegerElement>(_ a: T, _ b: T) throws -> T {
        guard b != 0 else { throw GraphError.invalid("integer division by zero") }
        // The one overflow, the smallest number by -1, wraps.
        return a.dividedReportingOverflow(by: b).partialValue
    }
}
