import PortableMath

/// How far a mean may be off because other samples could have been drawn: the percentile interval of resampled means (Efron, 1979).
///
/// The draws come from a generator with a fixed seed: the same samples always give the same interval. For two sets of the same
/// samples it is applied to the differences, sample by sample, which is far sharper than two intervals.
package enum Bootstrap {
    package struct Interval: Sendable, Hashable {
        package var lower: Double
        package var upper: Double
    }

    /// - Parameters:
    ///   - values: one for each sample.
    ///   - level: of confidence, above 0 and below 1.
    ///   - resamples: 1 and more.
    /// - Returns: nil without samples.
    package static func interval(of values: [Double], level: Double = 0.95, resamples: Int = 2000) -> Interval? {
        guard !values.isEmpty else { return nil }
        var generator = SplitMix64(state: seed)
        return quantiles((0..<resamples).map { _ in resampledMean(values, &generator) }, level)
    }

    /// The same for the difference of the means of two sets that have nothing to do with one another: each is resampled by itself.
    ///
    /// - Returns: nil if one of them is empty.
    package static func intervalOfDifference(
        _ values: [Double], _ others: [Double], level: Double = 0.95, resamples: Int = 2000
    ) -> Interval? {
        guard !values.isEmpty, !others.isEmpty else { return nil }
        var generator = SplitMix64(state: seed)
        return quantiles(
            (0..<resamples).map { _ in resampledMean(values, &generator) - resampledMean(others, &generator) }, level)
    }

    private static let seed: UInt64 = 0x6d61_6e74_6973_7361

    private static func resampledMean(_ values: [Double], _ generator: inout SplitMix64) -> Double {
        var sum = 0.0
        for _ in values.indices { sum += values[Int(generator.next(below: UInt64(values.count)))] }
        return sum / Double(values.count)
    }

    private static func quantiles(_ means: [Double], _ level: Double) -> Interval {
        let means = means.sorted()
        // Between the two means that a quantile lies between, in proportion.
        func quantile(_ share: Double) -> Double {
            let position = share * Double(means.count - 1)
            let below = Int(position)
            let above = min(below + 1, means.count - 1)
            return means[below] + (position - Double(below)) * (means[above] - means[below])
        }
        let tail = (1 - level) / 2
        return Interval(lower: quantile(tail), upper: quantile(1 - tail))
    }
}
