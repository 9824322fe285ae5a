/// What came of one read or write.
enum TransportResult: Equatable {
    /// So many bytes, at least one.
    case bytes(Int)
    /// The peer has ended its sending.
    case end
    /// Not now: wait for the socket.
    case wouldBlock
    /// Not now: a read waits for room to write, or a write for input. Only TLS does that, for messages of its own.
    case needsOtherDirection
    /// The connection is dead.
    case failed
}
