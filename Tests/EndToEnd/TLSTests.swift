import Foundation
import TestSupport
import Testing

/// `mantissa serve --tls-cert` of the real binary, asked by curl.
@Suite struct TLSTests {
    private let certificates: TestCertificates
    private let pair: TestCertificates.Pair

    init() throws {
        certificates = try TestCertificates()
        pair = try certificates.make("server")
    }

    private var flags: [String] { ["--tls-cert", pair.certificate, "--tls-key", pair.key] }

    /// What curl prints, the status of the answer behind it; nil if it failed.
    private func curl(_ server: ServerProcess, _ path: String, _ arguments: [String] = []) throws -> String? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            [
                "curl", "--silent", "--max-time", "60", "--cacert", certificates.authority, "--write-out",
                " %{http_code}",
            ]
            + arguments + [
                "https://localhost:\(server.port)\(path)", "--resolve", "localhost:\(server.port):127.0.0.1",
            ]
        let output = Pipe()
        process.standardOutput = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return process.terminationStatus == 0 ? text : nil
    }

    /// `mantissa health` verifies no certificate, and has none of its own.
    @Test(arguments: [false, true]) func aReadyServerIsHealthy(_ asksClients: Bool) throws {
        let more = asksClients ? ["--tls-client-ca", certificates.authority] : []
        let server = try ServerProcess(flags + more)
        var variables = ["MANTISSA_TLS_CERT": pair.certificate, "MANTISSA_TLS_KEY": pair.key]
        if asksClients { variables["MANTISSA_TLS_CLIENT_CA"] = certificates.authority }
        let asked = try MantissaBinary.run(["health", "--port", String(server.port)], environment: variables)
        #expect(asked.status == 0, "\(asked.errors)")
        // Asked without TLS it says so.
        let plain = try MantissaBinary.run(["health", "--port", String(server.port)])
        #expect(plain.status == 1 && plain.errors.contains("TLS"))
    }

    @Test(arguments: ["epoll", "dispatch"]) func answersOverTLS(_ loop: String) throws {
        let server = try ServerProcess(flags + ["--event-loop", loop])
        for version in [["--tlsv1.2", "--tls-max", "1.2"], ["--tlsv1.3"]] {
            let image = ["--data-binary", "@" + Photograph.path("chelsea.jpg"), "-H", "Content-Type: image/jpeg"]
            let answer = try #require(try curl(server, "/v1/classify", version + image))
            #expect(answer.contains("tiger cat") && answer.hasSuffix(" 200"))
        }
        let metrics = try #require(try curl(server, "/metrics"))
        #expect(metrics.contains("mantissa_tls_handshakes_total{result=\"complete\"} 3\n"))
        #expect(metrics.contains("mantissa_connections 1\n"))
        // Plain HTTP is told what is wrong, in the form of the server's other refusals.
        let plain = try server.client().request("GET", "/livez")
        #expect(plain.status == 400 && plain.text.contains("https://"))
        #expect(server.terminate() == 0)
    }

    @Test func asksForCertificatesOfClients() throws {
        let server = try ServerProcess(flags + ["--tls-client-ca", certificates.authority])
        let client = try certificates.make("client")
        #expect(try curl(server, "/readyz") == nil)
        let answer = try curl(server, "/readyz", ["--cert", client.certificate, "--key", client.key])
        #expect(answer?.hasSuffix(" 200") == true)
    }

    @Test func saysWhatIsMissing() throws {
        for (arguments, words) in [
            (["--tls-cert", pair.certificate], ["--tls-cert: ", "--tls-key"]),
            (["--tls-key", pair.key], ["--tls-key: ", "--tls-cert"]),
            (["--tls-client-ca", certificates.authority], ["--tls-client-ca: ", "--tls-cert and --tls-key"]),
        ] {
            let result = try MantissaBinary.run(["serve", "--models", MantissaBinary.models.path] + arguments)
            #expect(result.status == 2)
            for word in words { #expect(result.errors.contains(word), "\(result.errors)") }
        }
    }

    @Test func doesNotStartWithABadPair() throws {
        let expired = try certificates.make("expired", days: -1)
        for (certificate, key, word) in [
            (expired.certificate, expired.key, "has expired"), (pair.certificate, expired.key, "does not belong"),
            (pair.certificate, certificates.path("absent"), "No such file"),
        ] {
            let result = try MantissaBinary.run([
                "serve", "--models", MantissaBinary.models.path, "--port", "0", "--tls-cert", certificate, "--tls-key",
                key,
            ])
            #expect(result.status == 1 && result.output.isEmpty)
            #expect(result.errors.hasPrefix("mantissa: error: ") && result.errors.contains(word), "\(result.errors)")
        }
    }
}
