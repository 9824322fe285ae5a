import Foundation
import TestSupport
import Testing

/// Folders of models, good and bad, under the real binary.
@Suite struct ModelFolderTests {
    private func folder(_ files: [String: Data]) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for (name, data) in files {
            let url = folder.url.appendingPathComponent(name)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try data.write(to: url)
        }
        return folder
    }

    private let good = Result { try Data(contentsOf: MantissaBinary.checkpoint) }

    @Test func aBadCheckpointDoesNotKeepTheGoodOneFromServing() throws {
        let good = try good.get()
        let folder = try folder([
            "good.safetensors": good, "bad/3/model.safetensors": good.prefix(100_000), "bad/notes.txt": Data(),
        ])
        let server = try ServerProcess(models: folder.url)
        let client = try server.client()
        let list = try client.request("GET", "/v1/models")
        let entries = try #require(try list.json()["data"] as? [[String: Any]])
        #expect(entries.map { $0["id"] as? String } == ["bad", "good"])
        let versions = entries.map { ($0["versions"] as? [[String: Any]])?.map { $0["state"] as? String } }
        #expect(versions == [["failed"], ["ready"]])
        // The reason is told without the machine's paths.
        #expect(!list.text.contains(folder.url.path))

        let headers = [("Content-Type", "image/jpeg")]
        let cat = try Photograph.cat()
        #expect(try client.request("POST", "/v1/models/good/classify", headers: headers, body: cat).status == 200)
        #expect(try client.request("POST", "/v1/models/bad/classify", headers: headers, body: cat).status == 503)
        // Without a name it is not clear which one is meant.
        let unnamed = try client.request("POST", "/v1/classify", headers: headers, body: cat)
        #expect(unnamed.status == 400)
        #expect(unnamed.text.contains("bad, good"))
    }

    @Test func theHighestVersionIsTheDefaultAndAllAreThere() throws {
        let good = try good.get()
        let folder = try folder(["m/2/model.safetensors": good, "m/10/model.safetensors": good])
        let server = try ServerProcess(models: folder.url)
        let client = try server.client()
        let headers = [("Content-Type", "image/jpeg")]
        let cat = try Photograph.cat()
        for (path, version) in [("/v1/classify", "10"), ("/v1/models/m/versions/2/classify", "2")] {
            let response = try client.request("POST", path, headers: headers, body: cat)
            #expect(response.status == 200)
            #expect(try response.json()["version"] as? String == version)
        }
        for version in ["3", "02", "x"] {
            let path = "/v1/models/m/versions/\(version)/classify"
            #expect(try client.request("POST", path, headers: headers, body: cat).status == 404)
        }
    }

    @Test func bothLayoutsUnderOneNameAreAMistake() throws {
        let good = try good.get()
        let folder = try folder(["m.safetensors": good, "m/1/model.safetensors": good])
        let result = try MantissaBinary.run(["serve", "--models", folder.url.path, "--port", "0"])
        #expect(result.status == 1)
        #expect(result.errors.contains("remove one of them"))
    }

    @Test(arguments: ["text", "empty", "random"])
    func aFileThatIsNoONNXModelIsRefused(_ kind: String) throws {
        var random = SeededGenerator(seed: 1)
        let data =
            switch kind {
            case "text": Data("not a model".utf8)
            case "empty": Data()
            default: Data((0..<10_000).map { _ in UInt8.random(in: 0...255, using: &random) })
            }
        let folder = try folder(["model.onnx": data, "in.safetensors": Data([2, 0, 0, 0, 0, 0, 0, 0, 0x7B, 0x7D])])
        let path = folder.url.path
        let result = try MantissaBinary.run([
            "run", "\(path)/model.onnx", "--inputs", "\(path)/in.safetensors", "-o", "\(path)/out.safetensors",
        ])
        #expect(result.status == 1)
        #expect(result.errors.hasPrefix("mantissa: error: "))
        #expect(result.errors.split(separator: "\n").count == 1)
    }
}
