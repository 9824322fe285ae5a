import Synchronization

/// Observations counted by upper bounds, with their sum. Safe to use from any thread; a reader may see an observation in
/// one of the numbers and not yet in another.
package final class PrometheusHistogram: Sendable {
    /// Upper bounds in ascending order; one more bucket without a bound follows.
    let bounds: [Double]
    private let counts: [AtomicCount]
    private let total = PrometheusGauge()

    /// An atomic in a place of its own: arrays cannot hold atomics.
    private final class AtomicCount: Sendable {
        let value = Atomic<Int>(0)
    }

    package init(bounds: [Double]) {
        precondition(zip(bounds, bounds.dropFirst()).allSatisfy(<), "bounds must ascend")
        self.bounds = bounds
        counts = (0...bounds.count).map { _ in AtomicCount() }
    }

    package func observe(_ value: Double) {
        let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
        counts[bucket].value.wrappingAdd(1, ordering: .relaxed)
        total.add(value)
    }

    /// Observations at or below each bound, and in the end all of them.
    var cumulativeCounts: [Int] {
        var sum = 0
        return counts.map { count in
            sum += count.value.load(ordering: .relaxed)
            return sum
        }
    }

    /// The value that a share of the observations does not exceed, as Prometheus's `histogram_quantile` estimates it:
    /// straight lines within buckets, the first of which begins at 0; the highest bound for what lies above it.
    ///
    /// - Parameter share: 0...1.
    /// - Returns: nil if nothing was observed.
    package func quantile(_ share: Double) -> Double? {
        let cumulative = cumulativeCounts
        guard let total = cumulative.last, total > 0, let highest = bounds.last else { return nil }
        let rank = min(max(share, 0), 1) * Double(total)
        // An empty bucket holds no quantile, not even that of 0.
        guard let bucket = cumulative.firstIndex(where: { Double($0) >= rank && $0 > 0 }), bucket < bounds.count else {
            return highest
        }
        let before = bucket > 0 ? cumulative[bucket - 1] : 0
        let lower = bucket > 0 ? bounds[bucket - 1] : 0
        let part = (rank - Double(before)) / Double(cumulative[bucket] - before)
        return lower + (bounds[bucket] - lower) * part
    }

    package var count: Int { cumulativeCounts.last ?? 0 }
    package var sum: Double { total.value }
}
