import Synchronization

/// Leave to be answered. It counts as a request of its key until `end()`, or until nobody holds it any more.
final class AccessGrant: Sendable {
    /// Nil where no key was needed.
    let keyName: String?
    private let limiter: KeyLimiter?
    private let isOver = Atomic<Bool>(false)

    init(keyName: String? = nil, limiter: KeyLimiter? = nil) {
        self.keyName = keyName
        self.limiter = limiter
    }

    deinit { end() }

    /// To be called before the answer is sent: who has it may ask again.
    func end() {
        guard let limiter, !isOver.exchange(true, ordering: .relaxed) else { return }
        limiter.leave()
    }

    /// For everybody.
    static let anonymous = AccessGrant()
}
