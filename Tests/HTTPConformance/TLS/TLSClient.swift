import COpenSSL
import HTTPServer
import TestSupport

/// A client that speaks TLS through buffers in memory, so that a test has every byte in its hands. Waits end as `RawClient`'s.
final class TLSClient {
    /// How a client differs from the usual one.
    struct Options {
        var lowestVersion = TLS1_2_VERSION
        var highestVersion = TLS1_3_VERSION
        /// In the order of preference; none: the extension is not sent.
        var protocols = ["http/1.1"]
        var certificate: TestCertificates.Pair?
        var session: TLSClientSession?
        /// Each byte is sent by itself.
        var dripsBytes = false
        /// SO_RCVBUF, for peers that do not read.
        var receiveBuffer: Int32?
        /// Bytes of one read from the socket.
        var readByteLimit = 65_536

        init(_ version: Int32? = nil) {
            lowestVersion = version ?? lowestVersion
            highestVersion = version ?? highestVersion
        }
    }

    /// What OpenSSL, or the lack of a peer, says.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let raw: RawClient
    private let options: Options
    private let context: OpaquePointer
    private let ssl: OpaquePointer
    /// What comes from the server and what goes to it; they belong to `ssl`.
    private let input: OpaquePointer
    private let output: OpaquePointer
    private var received: [UInt8] = []
    /// True once the server has said that it sends no more.
    private(set) var sawCloseNotify = false

    /// Connects; the handshake is to be done.
    init(_ address: SocketAddress, authority: String, _ options: Options = Options()) throws {
        self.options = options
        raw = try RawClient(address, receiveBuffer: options.receiveBuffer)
        let context = SSL_CTX_new(TLS_client_method())
        guard let context, let ssl = SSL_new(context), let input = BIO_new(BIO_s_mem()),
            let output = BIO_new(BIO_s_mem())
        else { throw Failure(description: "no memory") }
        (self.context, self.ssl, self.input, self.output) = (context, ssl, input, output)
        SSL_set_bio(ssl, input, output)
        // Versions before 1.2 may be offered at level 0 only.
        SSL_set_security_level(ssl, 0)
        mant_ssl_set_protocols(ssl, options.lowestVersion, options.highestVersion)
        SSL_set1_host(ssl, "localhost")
        SSL_set_verify(ssl, SSL_VERIFY_PEER, nil)
        try check(SSL_CTX_load_verify_file(context, authority), "authority")
        if !options.protocols.isEmpty {
            let list = options.protocols.flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }
            try check(SSL_set_alpn_protos(ssl, list, UInt32(list.count)) + 1, "ALPN")
        }
        if let pair = options.certificate {
            try check(SSL_use_certificate_chain_file(ssl, pair.certificate), "certificate")
            try check(SSL_use_PrivateKey_file(ssl, pair.key, SSL_FILETYPE_PEM), "key")
        }
        if let session = options.session { try check(SSL_set_session(ssl, session.pointer), "session") }
        SSL_set_connect_state(ssl)
    }

    deinit {
        SSL_free(ssl)
        SSL_CTX_free(context)
    }

    private func check(_ result: Int32, _ what: String) throws {
        guard result != 1 else { return }
        throw Failure(description: "\(what): \(OpenSSLText.take())")
    }

    // MARK: Handshake

    /// Shakes hands to the end.
    func handshake() throws {
        while try !stepHandshake() {
            guard try fill() else { throw Failure(description: "the server closed during the handshake") }
        }
    }

    /// Goes on with what has come, and sends what OpenSSL has to say. True when the handshake is complete.
    func stepHandshake() throws -> Bool {
        ERR_clear_error()
        let result = SSL_do_handshake(ssl)
        let error = SSL_get_error(ssl, result)
        let text = OpenSSLText.take()
        try flush()
        if result == 1 { return true }
        guard error == SSL_ERROR_WANT_READ else { throw Failure(description: text) }
        return false
    }

    /// The ClientHello, which the test sends as it likes.
    func handshakeBytes() throws -> [UInt8] {
        SSL_do_handshake(ssl)
        ERR_clear_error()
        return takeOutput()
    }

    /// What OpenSSL wants to send and has not sent yet.
    private func takeOutput() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: BIO_ctrl_pending(output))
        if !bytes.isEmpty { BIO_read(output, &bytes, Int32(bytes.count)) }
        return bytes
    }

    /// Sends it.
    private func flush() throws {
        let bytes = takeOutput()
        if options.dripsBytes {
            for byte in bytes { try raw.send([byte]) }
        } else {
            try raw.send(bytes)
        }
    }

    var isResumed: Bool { SSL_session_reused(ssl) == 1 }
    var version: Int32 { SSL_version(ssl) }
    var session: TLSClientSession? { SSL_get1_session(ssl).map(TLSClientSession.init) }

    /// The protocol that the server has chosen.
    var selectedProtocol: String {
        var bytes: UnsafePointer<UInt8>?
        var count: UInt32 = 0
        SSL_get0_alpn_selected(ssl, &bytes, &count)
        return String(decoding: UnsafeBufferPointer(start: bytes, count: Int(count)), as: UTF8.self)
    }

    /// The common name of the server's certificate.
    var serverName: String {
        guard let certificate = SSL_get0_peer_certificate(ssl) else { return "" }
        var name = [CChar](repeating: 0, count: 64)
        X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, &name, 64)
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    // MARK: Data

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) throws {
        ERR_clear_error()
        guard SSL_write(ssl, bytes, Int32(bytes.count)) == bytes.count else {
            throw Failure(description: "write: \(OpenSSLText.take())")
        }
        try flush()
    }

    /// Asks for new keys in both directions (TLS 1.3) before the next record.
    func updateKeys() throws { try check(SSL_key_update(ssl, SSL_KEY_UPDATE_REQUESTED), "key update") }

    /// Asks for another handshake on the connection (TLS 1.2).
    func renegotiate() throws {
        try check(SSL_renegotiate(ssl), "renegotiate")
        try handshake()
    }

    /// Says close_notify; the socket stays open.
    func finishSending() throws {
        SSL_shutdown(ssl)
        try flush()
    }

    /// The next response with its content.
    func response() throws -> RawResponse {
        while true {
            if let (response, count) = RawResponse.parse(received, isHead: false) {
                received.removeFirst(count)
                return response
            }
            guard try receive() else {
                throw Failure(description: "the connection ended within a response of \(received.count) bytes so far")
            }
        }
    }

    /// What comes until the server ends.
    func rest() throws -> String {
        while try receive() {}
        defer { received = [] }
        return String(decoding: received, as: UTF8.self)
    }

    /// False at the end, with close_notify or without.
    private func receive() throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            ERR_clear_error()
            let count = SSL_read(ssl, &buffer, Int32(buffer.count))
            if count > 0 {
                received += buffer[..<Int(count)]
                return true
            }
            switch SSL_get_error(ssl, count) {
            case SSL_ERROR_ZERO_RETURN:
                sawCloseNotify = true
                return false
            case SSL_ERROR_WANT_READ:
                try flush()
                guard try fill() else { return false }
            default: throw Failure(description: OpenSSLText.take())
            }
        }
    }

    /// Takes bytes from the socket; false at its end.
    private func fill() throws -> Bool {
        let bytes = try raw.receive(atMost: options.readByteLimit)
        if !bytes.isEmpty { BIO_write(input, bytes, Int32(bytes.count)) }
        return !bytes.isEmpty
    }
}

/// What a client resumes.
final class TLSClientSession {
    fileprivate let pointer: OpaquePointer

    /// Takes over a reference.
    fileprivate init(_ pointer: OpaquePointer) { self.pointer = pointer }

    deinit { SSL_SESSION_free(pointer) }
}

private enum OpenSSLText {
    static func take() -> String {
        let text = ERR_reason_error_string(ERR_get_error()).map { String(cString: $0) } ?? "no error"
        ERR_clear_error()
        return text
    }
}
