import Foundation
import TestSupport
import Testing

/// A folder of models that changes under the server.
@Suite struct ReloadTests {
    private let folder: TemporaryFolder
    private let good: Data
    private let cat: [UInt8]
    private let image = [("Content-Type", "image/jpeg")]

    init() throws {
        folder = try TemporaryFolder()
        good = try Data(contentsOf: MantissaBinary.checkpoint)
        cat = try Photograph.cat()
    }

    /// Puts a complete file into its place at once.
    private func put(_ data: Data, at name: String) throws {
        let place = folder.file(name)
        try FileManager.default.createDirectory(
            at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        let other = folder.file(".\(UUID().uuidString)")
        try data.write(to: other)
        #expect(rename(other.path, place.path) == 0)
    }

    private func states(_ client: HTTPClient) throws -> [String] {
        let data = try client.request("GET", "/v1/models").json()["data"] as? [[String: Any]] ?? []
        return data.flatMap { model in
            (model["versions"] as? [[String: Any]] ?? []).map {
                "\(model["id"] ?? "")/\($0["version"] ?? "") \($0["state"] ?? "")"
            }
        }
    }

    private func version(_ client: HTTPClient) throws -> String? {
        try client.request("POST", "/v1/classify", headers: image, body: cat).json()["version"] as? String
    }

    @Test func aNewVersionIsServedAndABrokenOneIsNot() throws {
        try put(good, at: "m/1/model.safetensors")
        let server = try ServerProcess(models: folder.url)
        let client = try server.client()
        #expect(try version(client) == "1")
        try put(good.prefix(1_000_000), at: "m/2/model.safetensors")
        #expect(try eventually { try states(client) == ["m/1 ready", "m/2 failed"] })
        #expect(try version(client) == "1")
        #expect(
            try client.request("POST", "/v1/models/m/versions/2/classify", headers: image, body: cat).status == 503)
        try put(good, at: "m/3/model.safetensors")
        #expect(try eventually { try states(client) == ["m/1 ready", "m/2 failed", "m/3 ready"] })
        #expect(try version(client) == "3")
        // What leaves the folder leaves the server.
        try FileManager.default.removeItem(at: folder.file("m/2"))
        try FileManager.default.removeItem(at: folder.file("m/3"))
        #expect(try eventually { try states(client) == ["m/1 ready"] })
        #expect(try version(client) == "1")
    }

    @Test func noRequestFailsWhileVersionsComeAndGo() throws {
        try put(good, at: "m/1/model.safetensors")
        let server = try ServerProcess(models: folder.url)
        let expected = try server.client().request("POST", "/v1/classify", headers: image, body: cat)
        let scores = try JSONSerialization.data(
            withJSONObject: expected.json()["predictions"] ?? [], options: .sortedKeys)
        let stop = Flag()
        let failures = Failures()
        let group = DispatchGroup()
        for _ in 0..<3 {
            group.enter()
            Thread.detachNewThread { [cat, image, port = server.port] in
                defer { group.leave() }
                do {
                    let client = try HTTPClient(port: port)
                    while !stop.isSet {
                        let answer = try client.request("POST", "/v1/classify", headers: image, body: cat)
                        let found = try JSONSerialization.data(
                            withJSONObject: answer.json()["predictions"] ?? [], options: .sortedKeys)
                        if answer.status != 200 || found != scores { failures.add("\(answer.status)") }
                    }
                } catch { failures.add("\(error)") }
            }
        }
        let probe = try server.client()
        for number in 2...4 {
            try put(good, at: "m/\(number)/model.safetensors")
            #expect(try eventually { try states(probe).contains("m/\(number) ready") })
            try FileManager.default.removeItem(at: folder.file("m/\(number - 1)"))
            #expect(try eventually { try states(probe) == ["m/\(number) ready"] })
        }
        stop.set()
        #expect(group.wait(timeout: .now() + 60) == .success)
        #expect(failures.list == [])
    }

    /// The lock guards the value.
    private final class Flag: @unchecked Sendable {
        private let lock = NSLock()
        private var value = false
        var isSet: Bool { lock.withLock { value } }
        func set() { lock.withLock { value = true } }
    }

    /// The lock guards the list.
    private final class Failures: @unchecked Sendable {
        private let lock = NSLock()
        private var found: [String] = []
        func add(_ text: String) { lock.withLock { found.append(text) } }
        var list: [String] { lock.withLock { found } }
    }
}
