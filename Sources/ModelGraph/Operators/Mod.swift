/// Element-wise remainder with NumPy's broadcasting: with the sign of the divisor, or of the dividend as C's fmod.
package struct Mod: Operator {
    package static let name = "Mod"

    package var fmod: Bool

    package init(fmod: Bool = false) {
        self.fmod = fmod
    }
}

extension Mod: BinaryOperator {
    package func combine<T: FloatElement>(_ a: T, _ b: T) -> T {
        let remainder = a.truncatingRemainder(dividingBy: b)
        return fmod || remainder == 0 || (remainder < 0) == (b < 0) ? remainder : remainder + b
    }

    package func combine<T: IntegerElement>(_ a: T, _ b: T) throws -> T {
        guard b != 0 else { throw GraphError.invalid("integer division by zero") }
        let remainder = a.remainderReportingOverflow(dividingBy: b).partialValue
        return fmod || remainder == 0 || (remainder < 0) == (b < 0) ? remainder : remainder + b
    }
}
