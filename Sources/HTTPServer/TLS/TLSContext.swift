import COpenSSL
import Glibc

/// Certificate, key and rules that sessions are made from.
///
/// `@unchecked Sendable`: the SSL_CTX is complete when `init` returns and is not changed after; OpenSSL makes sessions from
/// it on any thread, and each session holds a counted reference to it.
final class TLSContext: @unchecked Sendable {
    /// Freed by `deinit` alone.
    let context: OpaquePointer

    /// Reads the files.
    ///
    /// - Throws: `HTTPServerError` that names the file and what is wrong with it.
    init(_ configuration: TLSConfiguration) throws(HTTPServerError) {
        guard let context = SSL_CTX_new(TLS_server_method()) else {
            throw HTTPServerError(.tls, "OpenSSL cannot make a context: \(OpenSSLError.take())")
        }
        self.context = context
        try setRules()
        try useCertificate(configuration.certificatePath)
        try useKey(configuration.keyPath, of: configuration.certificatePath)
        if let path = configuration.clientCAPath { try requireClients(signedBy: path) }
    }

    deinit { SSL_CTX_free(context) }

    private func setRules() throws(HTTPServerError) {
        SSL_CTX_set_options(context, mant_ssl_server_options)
        // At least 112 bits: no RSA below 2,048 bits, no SHA-1.
        SSL_CTX_set_security_level(context, 2)
        // TLS 1.2 with forward secrecy and authenticated encryption only; all suites of TLS 1.3 have both.
        guard mant_ssl_ctx_set_protocols(context, TLS1_2_VERSION, TLS1_3_VERSION) == 1,
            SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1
        else { throw HTTPServerError(.tls, "OpenSSL cannot speak TLS 1.2 and 1.3: \(OpenSSLError.take())") }
        // RELEASE_BUFFERS: a session that waits holds no record buffers. Without AUTO_RETRY a read returns after each
        // record, so that a peer that sends nothing but key updates does not hold the loop.
        mant_ssl_ctx_change_mode(
            context,
            Int(SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER),
            Int(SSL_MODE_AUTO_RETRY))
        // Sessions are in tickets, which the clients keep; the keys of the tickets live and die with the context.
        mant_ssl_ctx_set_session_cache_mode(context, Int(SSL_SESS_CACHE_OFF))
        let identifier: StaticString = "mantissa"
        // Tickets of sessions with client certificates are taken only with an identifier; it is copied.
        SSL_CTX_set_session_id_context(context, identifier.utf8Start, UInt32(identifier.utf8CodeUnitCount))
        mant_ssl_ctx_speak_http1(context)
    }
}
