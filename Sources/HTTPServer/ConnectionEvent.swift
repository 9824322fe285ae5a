/// What becomes of connections, for those who count.
package enum ConnectionEvent: Sendable, Hashable {
    /// One was accepted, be it only to be refused.
    case opened
    /// One that was opened is gone.
    case closed
    /// One got nothing but a refusal, or not even that, since there were as many as there may be.
    case refused
    /// A TLS handshake has ended.
    case handshake(isComplete: Bool)
}
