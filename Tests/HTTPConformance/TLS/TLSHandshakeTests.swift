import HTTPServer
import TestSupport
import Testing

/// What is agreed on before HTTP begins.
@Suite(.timeLimit(.minutes(2)))
struct TLSHandshakeTests {
    private static let get = "GET /echo HTTP/1.1\r\nHost: x\r\n\r\n"

    /// What a client hears, in the handshake or (TLS 1.3: it does not wait for the server's judgement) at its first read.
    private func refusal(_ server: SecureServer, _ options: TLSClient.Options) -> String {
        do {
            let client = try server.unshaken(options)
            try client.handshake()
            try client.send(Self.get)
            _ = try client.response()
            return "none"
        } catch { return "\(error)" }
    }

    /// Connects again and again: all but the first resume the session before them.
    private func resume(_ server: SecureServer, _ options: TLSClient.Options, times: Int) throws {
        var options = options
        for turn in 0..<times {
            let client = try server.connect(options)
            try client.send(Self.get)
            #expect(try client.response().status == 200)
            #expect(client.isResumed == (turn > 0))
            options.session = client.session
            // OpenSSL's client does not resume a session that was cut off.
            try client.finishSending()
        }
    }

    @Test(arguments: LoopKind.allCases, TLSVersion.allCases)
    func resumesSessions(_ loop: LoopKind, _ version: TLSVersion) throws {
        let server = try SecureServer(loop) { $0.loopCount = 2 }
        try resume(server, version.options, times: 4)
    }

    @Test(arguments: LoopKind.allCases, TLSVersion.allCases)
    func speaksHTTP1AndNothingElse(_ loop: LoopKind, _ version: TLSVersion) throws {
        let server = try SecureServer(loop)
        var options = version.options
        for (offered, selected) in [([], ""), (["http/1.1"], "http/1.1"), (["h2", "http/1.1"], "http/1.1")] {
            options.protocols = offered
            let client = try server.connect(options)
            #expect(client.selectedProtocol == selected)
            try client.send(Self.get)
            #expect(try client.response().status == 200)
        }
        for offered in [["h2"], ["http/1.0", "spdy/3"], ["http/1.11"]] {
            options.protocols = offered
            #expect(refusal(server, options) == "tlsv1 alert no application protocol")
        }
    }

    @Test(arguments: LoopKind.allCases) func refusesOldVersions(_ loop: LoopKind) throws {
        let server = try SecureServer(loop)
        for version: Int32 in [0x0301, 0x0302] {
            #expect(refusal(server, TLSClient.Options(version)) == "tlsv1 alert protocol version")
        }
    }

    @Test(arguments: LoopKind.allCases) func refusesRenegotiation(_ loop: LoopKind) throws {
        let server = try SecureServer(loop)
        let client = try server.connect(TLSVersion.v12.options)
        #expect(throws: TLSClient.Failure.self) { try client.renegotiate() }
    }

    @Test(arguments: LoopKind.allCases, TLSVersion.allCases)
    func letsInOnlyWhoHasACertificate(_ loop: LoopKind, _ version: TLSVersion) throws {
        let server = try SecureServer(loop, clientCA: true)
        var options = version.options
        let missing = refusal(server, options)
        #expect(["tlsv13 alert certificate required", "sslv3 alert handshake failure"].contains(missing))

        options.certificate = try server.certificates.make("stranger", signedBy: "other")
        #expect(refusal(server, options) == "tlsv1 alert unknown ca")
        options.certificate = try server.certificates.make("late", days: -1)
        #expect(refusal(server, options) == "sslv3 alert certificate expired")

        options.certificate = try server.certificates.make("client")
        try resume(server, options, times: 3)
    }

    @Test(arguments: LoopKind.allCases) func usesANewCertificateForNewConnections(_ loop: LoopKind) throws {
        let server = try SecureServer(loop) { $0.tls?.lookSeconds = 0.02 }
        var options = TLSClient.Options()
        let old = try server.connect()
        try old.send(Self.get)
        #expect(try old.response().status == 200)
        options.session = old.session
        try server.certificates.copy(server.certificates.make("second"), to: "server")
        #expect(eventually { (try? server.connect().serverName) == "second" })
        // The open connection goes on, and its session begins anew.
        try old.send(Self.get)
        #expect(try old.response().status == 200)
        #expect(old.serverName == "first")
        let resuming = try server.connect(options)
        #expect(!resuming.isResumed && resuming.serverName == "second")

        // A key of another certificate, and then what mends it.
        let third = try server.certificates.make("third")
        let second = try server.certificates.make("fourth")
        try server.certificates.copy(
            TestCertificates.Pair(certificate: third.certificate, key: second.key), to: "server")
        for _ in 0..<20 { #expect(try server.connect().serverName == "second") }
        try server.certificates.copy(third, to: "server")
        #expect(eventually { (try? server.connect().serverName) == "third" })
    }

    @Test func refusesToStartWithoutAGoodPair() throws {
        let certificates = try TestCertificates()
        let pair = try certificates.make("expired", days: -1)
        let error = #expect(throws: HTTPServerError.self) {
            try RunningServer(.epoll) {
                $0.tls = TLSConfiguration(certificatePath: pair.certificate, keyPath: pair.key)
            }
        }
        #expect(error?.kind == .tls)
    }
}
