/// A connection in the hands of a handshake thread, and confined to it.
final class Handshake {
    var accepted: AcceptedConnection
    /// Made at the first byte: a connection on which nothing comes costs next to nothing.
    var session: TLSSession?
    /// When it has taken too long, on the monotonic clock.
    var deadline: UInt64
    var watchesOutput = false
    /// It has failed; what still comes is thrown away, so that the peer sees the alert and not a reset.
    var isLingering = false

    init(_ accepted: AcceptedConnection, deadline: UInt64) {
        self.accepted = accepted
        self.deadline = deadline
    }
}
