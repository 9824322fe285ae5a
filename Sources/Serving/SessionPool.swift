import Inference
import Synchronization

/// The sessions of one model: as many as were lately needed at the same time. Safe to use from any thread.
final class SessionPool: Sendable {
    /// `@unchecked Sendable`: a session is in the pool, or with the one thread that took it out.
    private struct Idle: @unchecked Sendable {
        let session: InferenceSession
        /// The lending after which it came back.
        var returned = 0
    }

    private struct State {
        /// The one used last is the last.
        var idle: [Idle] = []
        var lendings = 0
    }

    /// A session that was not needed in so many lendings goes, and its memory with it.
    private static let patience = 64

    private let model: InferenceModel
    private let pool: WorkerPool
    private let state = Mutex(State())

    init(model: InferenceModel, pool: WorkerPool) {
        self.model = model
        self.pool = pool
    }

    /// A session that nobody else has.
    func makeSession() -> InferenceSession { InferenceSession(model: model, pool: pool) }

    /// Lends a session to the calling thread. The one used last comes first: its memory is the warmest.
    func withSession<Result>(_ body: (InferenceSession) throws -> Result) rethrows -> Result {
        var lent = state.withLock { $0.idle.popLast() } ?? Idle(session: makeSession())
        defer {
            // What goes, goes without the lock.
            _ = state.withLock { state -> Idle? in
                state.lendings += 1
                lent.returned = state.lendings
                let isUnused = state.idle.first.map { $0.returned + Self.patience < state.lendings } ?? false
                let unused = isUnused ? state.idle.removeFirst() : nil
                state.idle.append(lent)
                return unused
            }
        }
        return try body(lent.session)
    }
}
