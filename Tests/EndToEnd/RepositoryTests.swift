import Foundation
import TestSupport
import Testing

/// Models loaded and unloaded by requests, under each kind of control.
@Suite struct RepositoryTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try put("m/1")
    }

    /// A checkpoint that is complete when it is there.
    private func put(_ name: String) throws {
        try FileManager.default.createDirectory(at: folder.file(name), withIntermediateDirectories: true)
        let other = folder.file(".\(UUID().uuidString)")
        try FileManager.default.copyItem(at: MantissaBinary.checkpoint, to: other)
        #expect(rename(other.path, folder.file("\(name)/model.safetensors").path) == 0)
    }

    private func index(_ client: HTTPClient, _ body: String = "") throws -> [String] {
        let response = try client.request("POST", "/v2/repository/index", body: Array(body.utf8))
        #expect(response.status == 200)
        let list = try #require(try JSONSerialization.jsonObject(with: Data(response.body)) as? [[String: Any]])
        return list.map { "\($0["name"] ?? "")/\($0["version"] ?? "") \($0["state"] ?? "")" }
    }

    private func post(_ client: HTTPClient, _ model: String, _ verb: String, _ body: String = "") throws -> Int {
        let response = try client.request(
            "POST", "/v2/repository/models/\(model)/\(verb)", body: Array(body.utf8))
        if response.status != 200 { #expect(try response.json()["error"] is String) }
        return response.status
    }

    private func isReady(_ client: HTTPClient) throws -> Int {
        try client.request("GET", "/v2/models/m/ready").status
    }

    @Test func explicitControlLoadsOnRequestOnly() throws {
        let server = try ServerProcess(models: folder.url, ["--model-control", "explicit"])
        let client = try server.client()
        #expect(try index(client) == ["m/1 UNAVAILABLE"])
        #expect(try index(client, "{\"ready\":true}") == [])
        #expect(try isReady(client) == 503)
        #expect(try post(client, "m", "load") == 200)
        #expect(try isReady(client) == 200)
        #expect(try index(client, "{\"ready\":true}") == ["m/1 READY"])
        // What has come since is not looked at until it is asked for.
        try put("m/2")
        #expect(try index(client) == ["m/1 READY"])
        #expect(try post(client, "m", "load") == 200)
        #expect(try index(client) == ["m/1 READY", "m/2 READY"])
        let metadata = try client.request("GET", "/v2/models/m").json()
        #expect(metadata["versions"] as? [String] == ["1", "2"])
        #expect(try post(client, "m", "unload", "{\"parameters\":{\"unload_dependents\":false}}") == 200)
        #expect(try isReady(client) == 503)
        #expect(try eventually { try index(client) == ["m/1 UNAVAILABLE", "m/2 UNAVAILABLE"] })
        #expect(try post(client, "nobody", "load") == 404)
        #expect(try post(client, "nobody", "unload") == 404)
    }

    @Test func underPollAnUnloadedModelStaysOut() throws {
        let server = try ServerProcess(models: folder.url, ["--model-control", "poll", "--poll-seconds", "0.05"])
        let client = try server.client()
        #expect(try post(client, "m", "unload") == 200)
        #expect(try isReady(client) == 503)
        // Another model is found meanwhile: the folder has been looked at since.
        try put("other/1")
        #expect(try eventually { try index(client).contains("other/1 READY") })
        #expect(try eventually { try index(client) == ["m/1 UNAVAILABLE", "other/1 READY"] })
        #expect(try post(client, "m", "load") == 200)
        #expect(try index(client) == ["m/1 READY", "other/1 READY"])
    }

    @Test func withoutControlNothingIsLoadedOrUnloaded() throws {
        let server = try ServerProcess(models: folder.url, ["--model-control", "none"])
        let client = try server.client()
        #expect(try post(client, "m", "unload") == 400)
        #expect(try post(client, "m", "load") == 400)
        #expect(try isReady(client) == 200)
    }

    @Test func modelsDoNotComeFromRequests() throws {
        let client = try SharedServer.client()
        let model = "efficientnet_lite0"
        for body in [
            "{\"parameters\":{\"config\":\"{}\"}}", "{\"parameters\":{\"file:1/model.safetensors\":\"AAAA\"}}", "[]",
            "{",
            "{\"parameters\":7}",
        ] { #expect(try post(client, model, "load", body) == 400, "\(body)") }
        #expect(try post(client, model, "load", String(repeating: " ", count: 100_000)) == 413)
        #expect(try client.request("GET", "/v2/models/\(model)/ready").status == 200)
    }
}
