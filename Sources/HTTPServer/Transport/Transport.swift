/// How bytes go to and from a peer: the seam between connections and plain sockets or TLS. Nothing here blocks.
///
/// Confined to the loop that owns the connection.
protocol Transport {
    /// Reads into `buffer`, which is not empty.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> TransportResult

    /// Whether a read that gave `count` bytes into a buffer of `capacity` may have left so much that another one is worth
    /// it at once. What is left is told again by the socket in any case.
    func mayHaveMore(after count: Int, of capacity: Int) -> Bool

    /// True if a read would give bytes, or the end, that the socket no longer shows. Only `peek` brings that about.
    var hasBufferedInput: Bool { get }

    /// Writes the bytes of `first` and then of `second`, as many as go now.
    mutating func write(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> TransportResult

    /// What a `read` would find, without taking it: `.bytes` with any count above zero, `.end`, or why not.
    mutating func peek() -> TransportResult

    /// Tells the peer that nothing more will be sent. False if there is no room for that now: wait for the socket.
    mutating func finishWriting() -> Bool

    /// Tells the peer, if that goes now, that its connection is about to be closed.
    mutating func close()
}
