import Synchronization

/// The plans of a model by input shapes; the least recently used one goes when there is no room.
final class PlanCache: Sendable {
    private struct Entry {
        let shapes: [String: [Int]]
        let plan: Plan
    }

    /// Least recently used first.
    private let entries = Mutex<[Entry]>([])
    private let capacity: Int

    init(capacity: Int) {
        precondition(capacity > 0, "a cache needs room for one plan")
        self.capacity = capacity
    }

    var count: Int { entries.withLock { $0.count } }
    var constantBytes: Int { entries.withLock { $0.reduce(0) { $0 + $1.plan.constantBytes } } }

    subscript(_ shapes: [String: [Int]]) -> Plan? {
        get {
            entries.withLock { entries in
                guard let index = entries.firstIndex(where: { $0.shapes == shapes }) else { return nil }
                let entry = entries.remove(at: index)
                entries.append(entry)
                return entry.plan
            }
        }
        set {
            guard let newValue else { return }
            entries.withLock { entries in
                // Another thread may have compiled the same meanwhile.
                entries.removeAll { $0.shapes == shapes }
                if entries.count == capacity { entries.removeFirst() }
                entries.append(Entry(shapes: shapes, plan: newValue))
            }
        }
    }
}
