import Synchronization

/// Numbers in turn, from any thread.
final class RoundRobin: Sendable {
    private let counter = Atomic<Int>(0)

    func take() -> Int { counter.wrappingAdd(1, ordering: .relaxed).oldValue & Int.max }
}
