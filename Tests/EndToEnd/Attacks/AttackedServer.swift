import Foundation
import Glibc
import TestSupport
import Testing

/// The server that all attacks meet, one after the other, with its log.
final class AttackedServer {
    let process: ServerProcess
    let cat: [UInt8]
    private let folder: TemporaryFolder
    private let logFile: URL
    /// The answer to the photograph before any attack.
    private let answer: [UInt8]

    /// Not isolated: it is made once, and the suite is serialized.
    nonisolated(unsafe) private static let shared = Result { try AttackedServer() }

    static func server() throws -> AttackedServer { try shared.get() }

    private init() throws {
        folder = try TemporaryFolder()
        logFile = folder.file("log")
        process = try ServerProcess(["--log-level", "info"], log: logFile)
        cat = try Photograph.cat()
        let response = try process.client().request(
            "POST", "/v1/classify", headers: [("Content-Type", "image/jpeg")], body: cat)
        guard response.status == 200 else { throw HTTPClient.Failure.malformed(response.text) }
        answer = response.body
    }

    func client() throws -> HTTPClient { try process.client() }

    /// All that was logged so far.
    func log() throws -> String { try String(contentsOf: logFile, encoding: .utf8) }

    /// A POST on a connection of its own.
    func post(
        _ target: String, _ contentType: String, _ body: [UInt8], _ headers: [(String, String)] = []
    ) throws -> HTTPClient.Response {
        try client().request("POST", target, headers: [("Content-Type", contentType)] + headers, body: body)
    }

    /// What an attack leaves behind: the server answers as before, and took no more memory than `growthLimit` on top of
    /// what it had.
    func withstands(growthLimit: Int = 64 << 20, _ attack: () throws -> Void) throws {
        let before = try status("VmRSS")
        // The peak begins anew; where the kernel does not offer that, what is resident afterwards has to do.
        let isPeak = (try? Data("5".utf8).write(to: URL(fileURLWithPath: path("clear_refs")))) != nil
        try attack()
        let after = try status(isPeak ? "VmHWM" : "VmRSS")
        // A sanitizer keeps what was freed for a while, and a copy of the state of everything else.
        #expect(after - before < growthLimit || Sanitizer.isActive, "resident bytes: \(before), then \(after)")
        #expect(process.process.isRunning)
        #expect(try client().request("GET", "/readyz").status == 200)
        let response = try post("/v1/classify", "image/jpeg", cat)
        #expect(response.status == 200 && response.body == answer, "\(response.text)")
    }

    private func path(_ name: String) -> String { "/proc/\(process.process.processIdentifier)/\(name)" }

    private func status(_ key: String) throws -> Int {
        let lines = try String(contentsOfFile: path("status"), encoding: .utf8).split(separator: "\n")
        let line = try #require(lines.first { $0.hasPrefix(key + ":") })
        return 1024 * (line.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }.first ?? 0)
    }
}
