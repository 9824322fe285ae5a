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

    init(bounds: [Double]) {
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

    package var count: Int { cumulativeCounts.last ?? 0 }
    package var sum: Double { total.value }
}
