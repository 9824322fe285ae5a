import Synchronization

/// Holds one key to its limits. Safe to use from any thread.
final class KeyLimiter: Sendable {
    enum Verdict: Sendable, Hashable {
        /// `leave()` is to be called when the request is answered.
        case admitted
        /// Too many in the last time; when to come again.
        case tooFast(waitNanoseconds: UInt64)
        /// Too many at a time.
        case tooMany
    }

    private struct State {
        var limits = APIKey.Limits()
        var bucket: TokenBucket?
        var inside = 0
    }

    private let state = Mutex(State())

    /// - Parameters:
    ///   - limits: those of now; they may change from one request to the next.
    ///   - now: on `Clock`.
    func enter(_ limits: APIKey.Limits, at now: UInt64) -> Verdict {
        state.withLock { state in
            if state.limits.requestsPerSecond != limits.requestsPerSecond || state.limits.burst != limits.burst {
                state.bucket = limits.requestsPerSecond.map { TokenBucket(perSecond: $0, burst: limits.burst) }
            }
            state.limits = limits
            if let concurrency = limits.concurrency, state.inside >= concurrency { return .tooMany }
            if let wait = state.bucket?.take(at: now) { return .tooFast(waitNanoseconds: wait) }
            state.inside += 1
            return .admitted
        }
    }

    func leave() { state.withLock { $0.inside -= 1 } }
}
