import Synchronization

/// Answers by what they are answers to: bit-identical by design, so that a repeated request need not be computed.
///
/// Holds bodies up to a number of bytes and lets go of those used least recently. Safe to use from any thread.
final class ResponseCache: Sendable {
    /// What it has done so far, and what it holds.
    struct Figures: Hashable {
        var hits = 0
        var misses = 0
        var entries = 0
        var bytes = 0
    }

    private struct Entry {
        var body: [UInt8]
        /// Of the last use.
        var tick: UInt64
    }

    private struct State {
        var entries: [CacheKey: Entry] = [:]
        /// Uses in their order; one that is no longer its entry's last is passed over.
        var uses: [(key: CacheKey, tick: UInt64)] = []
        var oldest = 0
        var tick: UInt64 = 0
        var figures = Figures()
    }

    /// What an entry costs beside its body: key, bookkeeping, allocation.
    private static let overhead = 256

    private let byteLimit: Int
    private let state = Mutex(State())

    /// - Parameter byteLimit: 0 keeps nothing.
    init(byteLimit: Int) { self.byteLimit = byteLimit }

    var isEnabled: Bool { byteLimit > 0 }

    var figures: Figures { state.withLock { $0.figures } }

    /// The body of an answer that was given before.
    func body(for key: CacheKey) -> [UInt8]? {
        state.withLock { state in
            guard let body = state.entries[key]?.body else {
                state.figures.misses += 1
                return nil
            }
            state.figures.hits += 1
            Self.use(key, &state)
            return body
        }
    }

    /// Keeps an answer. One that is larger than the whole cache is not kept.
    func insert(_ body: [UInt8], for key: CacheKey) {
        let size = body.count + Self.overhead
        guard size <= byteLimit else { return }
        state.withLock { state in
            // Two that asked at the same time got the same answer.
            guard state.entries[key] == nil else { return }
            while state.figures.bytes + size > byteLimit, Self.removeOldest(&state) {}
            state.entries[key] = Entry(body: body, tick: 0)
            state.figures.bytes += size
            state.figures.entries += 1
            Self.use(key, &state)
        }
    }

    private static func use(_ key: CacheKey, _ state: inout State) {
        state.tick += 1
        state.entries[key]?.tick = state.tick
        state.uses.append((key, state.tick))
        // As many uses are passed over as are kept: linear in the long run.
        guard state.uses.count > 2 * state.entries.count + 64 else { return }
        state.uses = state.uses[state.oldest...].filter { state.entries[$0.key]?.tick == $0.tick }
        state.oldest = 0
    }

    /// False if there is none.
    private static func removeOldest(_ state: inout State) -> Bool {
        while state.oldest < state.uses.count {
            let use = state.uses[state.oldest]
            state.oldest += 1
            guard let entry = state.entries[use.key], entry.tick == use.tick else { continue }
            state.entries[use.key] = nil
            state.figures.bytes -= entry.body.count + overhead
            state.figures.entries -= 1
            return true
        }
        return false
    }
}
