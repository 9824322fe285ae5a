import Glibc
import Synchronization

/// How many connections each peer has: an IPv4 address, or the first 64 bits of an IPv6 one, which is what a single host is given
/// (RFC 4291 section 2.5.4) and can choose the rest of. Safe to use from any thread.
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
        let peer = Self.peer(address)
        let count = counts.withLock { $0[peer] } ?? (welcome: 0, refused: 0)
        return count.welcome < limit ? .welcome : count.refused < Self.refusalCount ? .refused : .closed
    }

    func add(_ address: String, isRefused: Bool) { change(address, isRefused, by: 1) }

    func remove(_ address: String, isRefused: Bool) { change(address, isRefused, by: -1) }

    /// Addresses without connections are forgotten.
    private func change(_ address: String, _ isRefused: Bool, by step: Int) {
        let peer = Self.peer(address)
        counts.withLock { counts in
            var count = counts[peer] ?? (welcome: 0, refused: 0)
            if isRefused { count.refused += step } else { count.welcome += step }
            counts[peer] = count == (0, 0) ? nil : count
        }
    }

    /// Whom an address stands for.
    static func peer(_ address: String) -> String {
        var bytes = in6_addr()
        guard address.utf8.contains(UInt8(ascii: ":")), inet_pton(AF_INET6, address, &bytes) == 1 else {
            return address
        }
        let network = withUnsafeBytes(of: bytes) { $0.loadUnaligned(as: UInt64.self).bigEndian }
        return "\(String(network, radix: 16))/64"
    }
}
