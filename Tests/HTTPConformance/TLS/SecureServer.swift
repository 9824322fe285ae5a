import HTTPServer
import TestSupport

/// A server that speaks TLS with certificates of its own.
final class SecureServer {
    let certificates: TestCertificates
    let running: RunningServer

    var handler: TestHandler { running.handler }
    var server: HTTPServer { running.server }

    /// - Parameter clientCA: whether clients need a certificate of `ca`.
    init(
        _ loop: LoopKind, clientCA: Bool = false, _ change: (inout HTTPServerConfiguration) -> Void = { _ in }
    ) throws {
        let certificates = try TestCertificates()
        self.certificates = certificates
        let pair = try certificates.copy(certificates.make("first"), to: "server")
        running = try RunningServer(loop) { configuration in
            configuration.tls = TLSConfiguration(
                certificatePath: pair.certificate, keyPath: pair.key,
                clientCAPath: clientCA ? certificates.authority : nil)
            change(&configuration)
        }
    }

    /// A client that is connected and has not begun.
    func unshaken(_ options: TLSClient.Options = TLSClient.Options()) throws -> TLSClient {
        try TLSClient(running.address, authority: certificates.authority, options)
    }

    /// A client whose handshake is done.
    func connect(_ options: TLSClient.Options = TLSClient.Options()) throws -> TLSClient {
        let client = try unshaken(options)
        try client.handshake()
        return client
    }
}

/// The versions that are served.
enum TLSVersion: CaseIterable {
    case v12
    case v13

    var options: TLSClient.Options { TLSClient.Options(number) }

    var number: Int32 { self == .v12 ? 0x0303 : 0x0304 }
}
