import Synchronization

/// Tells a handler whether the peer still waits for the answer. May be read from any thread at any time.
///
/// A peer that only closes its sending half (`shutdown(SHUT_WR)`) may still read the answer, and TCP shows the same
/// FIN for one that has left for good. So there are two grades: `isPeerFinished` (nothing more will be sent; most
/// likely gone) and `isCancelled` (the connection is dead, or the server closed it; no answer can arrive).
package final class RequestCancellation: Sendable {
    private let cancelled = Atomic<Bool>(false)
    private let peerFinished = Atomic<Bool>(false)

    /// Makes a flag that nothing has set.
    package init() {}

    /// True once no answer can reach the peer; work for it may be dropped.
    package var isCancelled: Bool { cancelled.load(ordering: .acquiring) }

    /// True once the peer has closed its sending half. The answer is still delivered if the peer reads it.
    package var isPeerFinished: Bool { peerFinished.load(ordering: .acquiring) }

    /// Marks the request as dead.
    package func cancel() { cancelled.store(true, ordering: .releasing) }

    /// Marks the peer's sending half as closed.
    package func markPeerFinished() { peerFinished.store(true, ordering: .releasing) }
}
