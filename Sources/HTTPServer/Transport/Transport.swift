/// How bytes go to and from a peer: the seam between connections and plain sockets or TLS. Nothing here blocks.
///
/// Confined to the loop that owns the connection.
protocol Transport {
    /// Reads into `buffer`, which is not empty.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> TransportResult

    /// Writes the bytes of `first` and then of `second`, as many as go now.
    mutating func write(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> TransportResult

    /// What a `read` would find, without taking it: `.bytes` with any count above zero, `.end`, or why not.
    mutating func peek() -> TransportResult

    /// Tells the peer that nothing more will be sent.
    mutating func finishWriting()
}
