import COpenSSL

/// OpenSSL's side of one connection: handshake, records, close_notify. Nothing here blocks.
///
/// `@unchecked Sendable`: it has one owner at a time, the handshake thread and then, handed over through the mailbox, the
/// loop of its connection.
final class TLSSession: @unchecked Sendable {
    /// What a handshake needs next.
    enum HandshakeStep {
        case done
        case needsInput
        case needsOutput
        /// The reason; nil if the peer has left.
        case failed(String?)
    }

    /// Freed by `deinit` alone. It does not own the descriptor.
    private let ssl: OpaquePointer
    /// After a fatal error OpenSSL must not be asked again.
    private var isDead = false
    private var hasFinishedWriting = false

    /// The server's side on a socket that does not block; nil if there is no memory.
    init?(_ context: TLSContext, descriptor: Int32) {
        guard let ssl = SSL_new(context.context) else { return nil }
        self.ssl = ssl
        guard SSL_set_fd(ssl, descriptor) == 1 else { return nil }
        SSL_set_accept_state(ssl)
    }

    deinit { SSL_free(ssl) }

    /// Goes on with the handshake as far as it goes now.
    func handshake() -> HandshakeStep {
        guard !isDead else { return .failed(nil) }
        ERR_clear_error()
        let result = SSL_do_handshake(ssl)
        guard result != 1 else { return .done }
        switch SSL_get_error(ssl, result) {
        case SSL_ERROR_WANT_READ: return .needsInput
        case SSL_ERROR_WANT_WRITE: return .needsOutput
        case SSL_ERROR_SSL:
            isDead = true
            return .failed(OpenSSLError.take())
        default:
            isDead = true
            ERR_clear_error()
            return .failed(nil)
        }
    }

    /// The contents of one record, or as much as `buffer` takes.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> TransportResult {
        // At most `buffer.count` bytes are written to it.
        attempt(toRead: true) { SSL_read($0, buffer.baseAddress, Int32(clamping: buffer.count)) }
    }

    /// Sends one record of what `bytes` begins with. After `.wouldBlock` the next call must begin with the same bytes.
    func write(_ bytes: UnsafeRawBufferPointer) -> TransportResult {
        attempt(toRead: false) { SSL_write($0, bytes.baseAddress, Int32(clamping: bytes.count)) }
    }

    /// Reads a record if none is there, and keeps it.
    func peek() -> TransportResult {
        var byte: UInt8 = 0
        return attempt(toRead: true) { SSL_peek($0, &byte, 1) }
    }

    /// True if a read would give bytes, or the peer's close_notify, that the socket no longer shows.
    var hasBufferedInput: Bool { SSL_pending(ssl) > 0 || SSL_get_shutdown(ssl) & SSL_RECEIVED_SHUTDOWN != 0 }

    /// Sends close_notify. False if the socket has no room for it now.
    func finishWriting() -> Bool {
        guard !isDead, !hasFinishedWriting else { return true }
        ERR_clear_error()
        let result = SSL_shutdown(ssl)
        if result < 0, SSL_get_error(ssl, result) == SSL_ERROR_WANT_WRITE { return false }
        ERR_clear_error()
        // Called again, it would wait for the peer's.
        hasFinishedWriting = true
        return true
    }

    private func attempt(toRead: Bool, _ call: (OpaquePointer) -> Int32) -> TransportResult {
        guard !isDead else { return .failed }
        // SSL_get_error looks at the thread's errors, which must not be those of another connection.
        ERR_clear_error()
        let count = call(ssl)
        if count > 0 { return .bytes(Int(count)) }
        switch SSL_get_error(ssl, count) {
        case SSL_ERROR_ZERO_RETURN: return .end
        case SSL_ERROR_WANT_READ: return toRead ? .wouldBlock : .needsOtherDirection
        case SSL_ERROR_WANT_WRITE: return toRead ? .needsOtherDirection : .wouldBlock
        default:
            isDead = true
            ERR_clear_error()
            return .failed
        }
    }
}
