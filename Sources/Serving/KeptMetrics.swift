import Synchronization

/// Metrics that are asked for again and again, found by what their labels say and without making the labels' text.
///
/// Safe to use from any thread.
final class KeptMetrics<Key: Hashable & Sendable, Metric: Sendable>: Sendable {
    /// More than a registry keeps of one name: beyond it the registry is asked each time.
    private static var countLimit: Int { 4096 }

    private let known = Mutex<[Key: Metric]>([:])
    private let make: @Sendable (Key) -> Metric

    /// - Parameter make: asks the registry for what a key stands for; any number of times for the same one.
    init(_ make: @escaping @Sendable (Key) -> Metric) { self.make = make }

    subscript(key: Key) -> Metric {
        if let metric = known.withLock({ $0[key] }) { return metric }
        let metric = make(key)
        known.withLock { if $0.count < Self.countLimit { $0[key] = metric } }
        return metric
    }
}
