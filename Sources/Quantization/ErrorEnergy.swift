import Glibc

/// Sums of squares of a signal and of its error.
struct ErrorEnergy {
    private(set) var signal = 0.0
    private(set) var error = 0.0
    private(set) var largest = 0.0

    mutating func add(_ reference: [Float], _ got: [Float]) {
        for (r, g) in zip(reference, got) {
            let difference = Double(g) - Double(r)
            signal += Double(r) * Double(r)
            error += difference * difference
            largest = max(largest, abs(difference))
        }
    }

    static func + (a: ErrorEnergy, b: ErrorEnergy) -> ErrorEnergy {
        var sum = a
        sum.signal += b.signal
        sum.error += b.error
        sum.largest = max(a.largest, b.largest)
        return sum
    }

    /// Of the error, for a signal of 1.
    var relative: Double { error / max(signal, .leastNormalMagnitude) }
    var decibels: Double { error > 0 ? 10 * log10(signal / error) : 999 }
}
