import Foundation

/// Certificates of authorities that only a test knows, made by the `openssl` command in a folder of their own.
package final class TestCertificates: Sendable {
    /// A certificate and its key, PEM files.
    package struct Pair: Sendable {
        package let certificate: String
        package let key: String

        package init(certificate: String, key: String) {
            self.certificate = certificate
            self.key = key
        }
    }

    /// What kept a certificate from being made.
    package struct Failure: Error {
        let command: [String]
        let output: String
    }

    private let folder: TemporaryFolder

    /// With the authorities `ca` and `other`.
    package init() throws {
        folder = try TemporaryFolder()
        for name in ["ca", "other"] {
            try openssl(
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
                "-subj", "/CN=\(name)", "-keyout", path("\(name).key"), "-out", path("\(name).pem"))
        }
    }

    /// The authority that signs unless another is named.
    package var authority: String { path("ca.pem") }

    package func path(_ name: String) -> String { folder.file(name).path }

    /// Makes a certificate for `localhost` and 127.0.0.1, and for clients.
    ///
    /// - Parameter days: negative for one that has expired.
    package func make(_ name: String, signedBy authority: String = "ca", days: Int = 30) throws -> Pair {
        try openssl(
            "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=\(name)",
            "-keyout", path("\(name).key"), "-out", path("\(name).csr"))
        try folder.write("subjectAltName=DNS:localhost,IP:127.0.0.1\n", to: "\(name).ext")
        try openssl(
            "x509", "-req", "-in", path("\(name).csr"), "-CA", path("\(authority).pem"), "-CAkey",
            path("\(authority).key"), "-set_serial", "\(Int.random(in: 1...Int.max))", "-days", "\(days)", "-extfile",
            path("\(name).ext"), "-out", path("\(name).pem"))
        return Pair(certificate: path("\(name).pem"), key: path("\(name).key"))
    }

    /// Copies a pair to `name`, each file renamed into its place.
    @discardableResult
    package func copy(_ pair: Pair, to name: String) throws -> Pair {
        let copy = Pair(certificate: path("\(name).pem"), key: path("\(name).key"))
        for (source, place) in [(pair.certificate, copy.certificate), (pair.key, copy.key)] {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: source))
            try bytes.write(to: URL(fileURLWithPath: place), options: .atomic)
        }
        return copy
    }

    /// Runs `openssl` to its end.
    package func openssl(_ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(command: arguments, output: text) }
    }
}
