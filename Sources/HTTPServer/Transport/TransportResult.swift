/// What came of one read or write.
enum TransportResult: Equatable {
    /// So many bytes, at least one.
    case bytes(Int)
    /// The peer has ended its sending.
    case end
    /// Not now: wait for the socket.
    case wouldBlock
    /// The connection is dead.
    case failed
}
