package import ModelGraph

extension Div: BinaryOperator {
    package func combine(_ a: Float, _ b: Float) -> Float { a / b }

    package func combine<T: FixedWidthInteger>(_ a: T, _ b: T) throws -> T {
        guard b != 0 else { throw GraphError.invalid("integer division by zero") }
        // The one overflow, the smallest number by -1, wraps.
        return a.dividedReportingOverflow(by: b).partialValue
    }
}
