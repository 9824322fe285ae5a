import Foundation
import TestSupport
import Testing

/// `mantissa health`, which container health checks run.
@Suite struct HealthTests {
    private func health(_ arguments: [String], _ environment: [String: String] = [:]) throws -> MantissaBinary.Result {
        try MantissaBinary.run(["health"] + arguments, environment: environment)
    }

    @Test func aReadyServerIsHealthy() throws {
        let server = try ServerProcess()
        let asked = try health(["--port", String(server.port)])
        #expect(asked.status == 0 && asked.output.isEmpty && asked.errors.isEmpty)
        // By the variables that the server itself takes; 0.0.0.0 is asked here.
        let variables = ["MANTISSA_PORT": String(server.port), "MANTISSA_HOST": "0.0.0.0"]
        #expect(try health([], variables).status == 0)
    }

    @Test func nobodyThereIsNotHealthy() throws {
        let server = try ServerProcess()
        let port = String(server.port)
        #expect(server.terminate() == 0)
        let asked = try health(["--port", port])
        #expect(asked.status == 1)
        #expect(asked.errors.contains("127.0.0.1:\(port) cannot be reached: Connection refused"))
    }

    @Test func whoAcceptsAndSaysNothingIsNotHealthy() throws {
        let folder = try TemporaryFolder()
        let path = folder.url.appendingPathComponent("silent.sock").path
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let bound = withUnsafeBytes(of: address) { bytes in
            bind(
                descriptor, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
        }
        try #require(bound == 0 && listen(descriptor, 1) == 0)
        let asked = try health(["--host", "unix:\(path)", "--timeout", "0.2"])
        #expect(asked.status == 1)
        #expect(asked.errors.contains("no answer within 0.2 s"))
    }

    @Test func unixSocketsAreAsked() throws {
        let folder = try TemporaryFolder()
        let path = "unix:" + folder.url.appendingPathComponent("mantissa.sock").path
        let server = Process()
        server.executableURL = MantissaBinary.url
        server.arguments = ["serve", "--models", MantissaBinary.models.path, "--host", path]
        let output = Pipe()
        server.standardOutput = output
        server.standardError = FileHandle.nullDevice
        try server.run()
        defer {
            server.terminate()
            server.waitUntilExit()
        }
        // It says its address once it is ready.
        #expect(!output.fileHandleForReading.availableData.isEmpty)
        #expect(try health(["--host", path]).status == 0)
    }

    @Test func wrongUsageIsToldApart() throws {
        #expect(try health(["--port", "http"]).status == 2)
        #expect(try health(["--timeout", "0"]).status == 2)
    }
}
