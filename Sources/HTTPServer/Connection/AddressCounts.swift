import Synchronization

/// How many connections each peer has. Safe to use from any thread.
final class AddressCounts: Sendable {
    /// Connections beyond the limit that are answered with a refusal; further ones are closed without a word.
    private static let refusalCount = 16

    enum Verdict {
        case welcome
        case refused
        case closed
    }

    private let limit: Int
    private let counts = Mutex<[String: Int]>([:])

    /// - Parameter limit: connections of one address, 1 and more.
    init(limit: Int) { self.limit = limit }

    /// Whether another connection of an address may come.
    func verdict(_ address: String) -> Verdict {
        let count = counts.withLock { $0[address] ?? 0 }
        return count < limit ? .welcome : count < limit + Self.refusalCount ? .refused : .closed
    }

    func add(_ address: String) { counts.withLock { $0[address, default: 0] += 1 } }

    /// Addresses without connections are forgotten.
    func remove(_ address: String) {
        counts.withLock { counts in
            guard let count = counts[address] else { return }
            counts[address] = count > 1 ? count - 1 : nil
        }
    }
}
