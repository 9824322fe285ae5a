/// What a number may be: from `minimum`, or above it, to `maximum`.
package struct NumberRange: Sendable, Equatable, CustomStringConvertible {
    package let minimum: Double
    package let maximum: Double
    /// Whether the minimum itself is out of range.
    package let isAboveMinimum: Bool

    package init(above minimum: Double, to maximum: Double) {
        (self.minimum, self.maximum, isAboveMinimum) = (minimum, maximum, true)
    }

    package init(from minimum: Double, to maximum: Double) {
        (self.minimum, self.maximum, isAboveMinimum) = (minimum, maximum, false)
    }

    /// False for NaN.
    package func contains(_ number: Double) -> Bool {
        (isAboveMinimum ? number > minimum : number >= minimum) && number <= maximum
    }

    package var description: String {
        "\(isAboveMinimum ? "above" : "from") \(Self.text(minimum)) \(isAboveMinimum ? "up to" : "to") \(Self.text(maximum))"
    }

    /// Digits without a fraction where there is none.
    package static func text(_ number: Double) -> String {
        if let integer = Int(exactly: number) { return String(integer) }
        return String(number)
    }
}
