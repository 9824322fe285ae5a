import CLinux
import Glibc

/// TLS over TCP, after the handshake.
struct TLSTransport: Transport {
    /// The longest plaintext of a record (RFC 8446, section 5.1).
    private static let recordByteLimit = 16_384

    let descriptor: Int32
    let session: TLSSession

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> TransportResult {
        session.read(into: buffer)
    }

    func mayHaveMore(after count: Int, of capacity: Int) -> Bool {
        // One read gives one record. Peers send large bodies in large ones; after a small one the socket tells.
        count >= Self.recordByteLimit / 2
    }

    var hasBufferedInput: Bool { session.hasBufferedInput }

    mutating func write(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> TransportResult {
        guard !second.isEmpty, first.count < Self.recordByteLimit else { return session.write(first) }
        guard !first.isEmpty else { return session.write(second) }
        // The head goes into one record with the beginning of the body. A later call with the same bytes, or more, makes
        // the same record or one that begins with it, as a repeated write must.
        let count = min(first.count + second.count, Self.recordByteLimit)
        return withUnsafeTemporaryAllocation(byteCount: count, alignment: 16) { record in
            // `first` is shorter than `count`, and `second` has what is missing.
            record.copyMemory(from: first)
            UnsafeMutableRawBufferPointer(rebasing: record[first.count...])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: second[..<(count - first.count)]))
            return session.write(UnsafeRawBufferPointer(record))
        }
    }

    mutating func peek() -> TransportResult { session.peek() }

    mutating func finishWriting() -> Bool {
        guard session.finishWriting() else { return false }
        shutdown(descriptor, Int32(SHUT_WR))
        return true
    }

    mutating func close() { _ = session.finishWriting() }
}
