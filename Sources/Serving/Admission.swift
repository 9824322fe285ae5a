import Synchronization

/// The door: how many bytes of requests may be in the server at a time.
///
/// Safe to use from any thread.
final class Admission: Sendable {
    private struct State {
        var bytes = 0
        var requests = 0
        /// The most requests in this window of time and in the one before it.
        var peaks = (current: 0, previous: 0)
        var windowStart: UInt64 = 0

        mutating func look(now: UInt64) {
            let elapsed = now >= windowStart ? now - windowStart : 0
            if elapsed >= Admission.window {
                peaks.previous = elapsed < 2 * Admission.window ? peaks.current : requests
                peaks.current = requests
                windowStart = now
            }
            peaks.current = max(peaks.current, requests)
        }
    }

    /// Nanoseconds: longer than a request takes, short to a person.
    private static let window: UInt64 = 100_000_000

    private let limit: Int
    private let state = Mutex(State())

    init(byteLimit: Int) { limit = byteLimit }

    /// Bytes that are admitted at the moment.
    var bytes: Int { state.withLock { $0.bytes } }

    /// The most requests that were admitted at a time lately. Clients that ask one thing after another are between two requests
    /// for a moment; they are still there.
    func recentRequests(now: UInt64 = Clock.now()) -> Int {
        state.withLock { state in
            state.look(now: now)
            return max(state.peaks.current, state.peaks.previous)
        }
    }

    /// Admits a request, which leaves when the ticket goes.
    ///
    /// A request that finds the server empty is admitted whatever its size: the limits of bodies bound it.
    ///
    /// - Throws: `ServingError` of kind unavailable.
    func admit(bytes: Int, now: UInt64 = Clock.now()) throws(ServingError) -> Ticket {
        try take(bytes, beside: 0)
        state.withLock { state in
            state.requests += 1
            state.look(now: now)
        }
        return Ticket(admission: self, bytes: bytes)
    }

    /// - Parameter own: bytes that the request holds already.
    private func take(_ bytes: Int, beside own: Int) throws(ServingError) {
        let isAdmitted = state.withLock { state in
            guard state.bytes == own || bytes <= limit - state.bytes else { return false }
            state.bytes += bytes
            return true
        }
        guard isAdmitted else {
            throw ServingError(.unavailable, "the requests that wait hold as many bytes as they may; try again later")
        }
    }

    /// Keeps a request admitted as long as it lives.
    final class Ticket: Sendable {
        private let admission: Admission
        private let bytes: Mutex<Int>

        fileprivate init(admission: Admission, bytes: Int) {
            self.admission = admission
            self.bytes = Mutex(bytes)
        }

        /// Admits what the request grew by, on the same terms.
        ///
        /// - Throws: `ServingError` of kind unavailable.
        func admit(bytes more: Int) throws(ServingError) {
            try admission.take(more, beside: bytes.withLock { $0 })
            bytes.withLock { $0 += more }
        }

        deinit {
            let bytes = bytes.withLock { $0 }
            admission.state.withLock { state in
                state.bytes -= bytes
                state.requests -= 1
            }
        }
    }
}
