import Synchronization

/// How many connections each peer has. Safe to use from any thread.
final class AddressCounts: Sendable {
    /// Connections beyond the limit that are open at a time to be told so; further ones are closed without a word.
    private static let refusalCount = 16

    enum Verdict {
        case welcome
        case refused
        case closed
    }

    private let limit: Int
    private let counts = Mutex<[String: (welcome: Int, refused: Int)]>([:])

    /// - Parameter limit: connections of one address, 1 and more.
    init(limit: Int) { self.limit = limit }

    /// Whether another connection of an address may come.
    func verdict(_ address: String) -> Verdict {
        let count = counts.withLock { $0[address] } ?? (welcome: 0, refused: 0)
        return count.welcome < limit ? .welcome : count.refused < Self.refusalCount ? .refused : .closed
    }

    func add(_ address: String, isRefused: Bool) { change(address, isRefused, by: 1) }

    func remove(_ address: String, isRefused: Bool) { change(address, isRefused, by: -1) }

    /// Addresses without connections are forgotten.
    private func change(_ address: String, _ isRefused: Bool, by step: Int) {
        counts.withLock { counts in
            var count = counts[address] ?? (welcome: 0, refused: 0)
            if isRefused { count.refused += step } else { count.welcome += step }
            counts[address] = count == (0, 0) ? nil : count
        }
    }
}
