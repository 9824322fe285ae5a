/// How large the numbers of a tensor are: a count for each power of two.
package struct MagnitudeHistogram: Sendable, Hashable {
    /// By the exponent of the power of two below or at a magnitude: 0 for 1 up to below 2.
    package private(set) var counts: [Int: Int] = [:]
    package private(set) var zeros = 0

    package init() {}

    /// - Parameter values: all finite.
    package mutating func add(_ values: [Float]) {
        // An array over float32's exponents, since a dictionary costs more than all else here.
        var bins = [Int](repeating: 0, count: 300)
        for value in values {
            if value == 0 { zeros += 1 } else { bins[Int(value.exponent) + 150] += 1 }
        }
        for (bin, count) in bins.enumerated() where count > 0 { counts[bin - 150, default: 0] += count }
    }
}
