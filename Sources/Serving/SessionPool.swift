import Inference
import Synchronization

/// The sessions of one model: as many as were ever needed at the same time. Safe to use from any thread.
final class SessionPool: Sendable {
    /// `@unchecked Sendable`: a session is in the pool, or with the one thread that took it out.
    private struct Idle: @unchecked Sendable {
        let session: InferenceSession
    }

    private let model: InferenceModel
    private let pool: WorkerPool
    private let idle = Mutex<[Idle]>([])

    init(model: InferenceModel, pool: WorkerPool) {
        self.model = model
        self.pool = pool
    }

    /// A session that nobody else has.
    func makeSession() -> InferenceSession { InferenceSession(model: model, pool: pool) }

    /// Lends a session to the calling thread. The one used last comes first: its memory is the warmest.
    func withSession<Result>(_ body: (InferenceSession) throws -> Result) rethrows -> Result {
        let lent = idle.withLock { $0.popLast() } ?? Idle(session: makeSession())
        defer { idle.withLock { $0.append(lent) } }
        return try body(lent.session)
    }
}
