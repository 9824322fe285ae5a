import Foundation
import TestSupport
import Testing

/// Two small models and ensembles of them, served by the real binary: their inputs differ in size and layout, and one ends in
/// Softmax where the other gives logits. What an ensemble answers is held against what its members answer themselves.
@Suite struct EnsembleTests {
    private static let checkpoints = Result {
        let folder = try TemporaryFolder()
        let labels = try folder.write((0..<20).map { "class \($0)\n" }.joined(), to: "labels.txt")
        for (name, zoo, layout, side) in [
            ("large", "googlenet_v1_lrn", "NCHW", 96), ("small", "mobilenetv1_auto_pad", "NHWC", 64),
        ] {
            let preprocess = try folder.write(
                """
                {"resize": {"size": [\(side), \(side)], "interpolation": "bilinear"}, "layout": "\(layout)",
                 "mean": [123.675, 116.28, 103.53], "std": [58.395, 57.12, 57.375]}
                """, to: "\(name).json")
            let result = try MantissaBinary.run([
                "quantize", Fixtures.path("zoo/\(zoo)/model.onnx"), "--calibration", Fixtures.path("images"),
                "--preprocess", preprocess.path, "--labels", labels.path, "-o",
                folder.file("\(name).safetensors").path,
            ])
            guard result.status == 0 else {
                throw CocoaError(.fileWriteUnknown, userInfo: ["errors": result.errors])
            }
        }
        return folder
    }

    /// Of tests that change nothing. Not isolated: it is made once and then only read; each test opens a connection of its own.
    nonisolated(unsafe) private static let shared = Result {
        let folder = try models()
        return (folder, try ServerProcess(models: folder.url, ["--threads", "2"]))
    }

    private static let definition = #"{"members": ["large", "small/3"], "weights": [2, 1]}"#
    private static let weights: [Float] = [2.0 / 3, 1.0 / 3]

    /// `large`, `small` and the ensemble `both`, which knows a group of classes.
    private static func models() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try put("large", at: "large.safetensors", in: folder)
        try put("small", at: "small/3/model.safetensors", in: folder)
        for model in ["large.json", "small/config.json", "both/config.json"] {
            try folder.write(#"{"aliases": {"few": [0, 1, 2]}}"#, to: model)
        }
        try folder.write(definition, to: "both/1/ensemble.json")
        return folder
    }

    /// Puts a complete file into its place at once.
    private static func put(_ checkpoint: String, at name: String, in folder: TemporaryFolder) throws {
        let place = folder.file(name)
        try FileManager.default.createDirectory(
            at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        let other = folder.file(".\(UUID().uuidString)")
        try FileManager.default.copyItem(at: try checkpoints.get().file("\(checkpoint).safetensors"), to: other)
        #expect(rename(other.path, place.path) == 0)
    }

    private let image = [("Content-Type", "image/jpeg")]

    private func client() throws -> HTTPClient { try Self.shared.get().1.client() }

    private func ask(
        _ client: HTTPClient, _ target: String, _ body: [UInt8]? = nil
    ) throws -> HTTPClient.Response {
        try client.request("POST", target, headers: image, body: try body ?? Photograph.cat())
    }

    /// By label: the digits of a score read back to the float that it is.
    private func scores(_ client: HTTPClient, _ target: String, _ body: [UInt8]? = nil) throws -> [String: Float] {
        let response = try ask(client, target, body)
        #expect(response.status == 200, "\(response.text.prefix(300))")
        let predictions = try #require(try response.json()["predictions"] as? [[[String: Any]]])
        return try Dictionary(
            uniqueKeysWithValues: predictions[0].map {
                (try #require($0["label"] as? String), Float(try #require($0["score"] as? Double)))
            })
    }

    private func entry(_ client: HTTPClient, _ model: String = "both") throws -> [String: Any] {
        let entry = try client.request("GET", "/v1/models/\(model)").json()
        return try #require((entry["versions"] as? [[String: Any]])?.last)
    }

    private func problem(_ response: HTTPClient.Response, _ status: Int) throws -> String {
        #expect(response.status == status, "\(response.text.prefix(300))")
        let body = try response.json()
        return try #require((body["detail"] ?? body["error"]) as? String)
    }

    private static let everything = "top_k=30&classes=" + (["few"] + (0..<20).map(String.init)).joined(separator: ",")

    @Test(
        arguments: ["classify?", "multilabel?threshold=0&"],
        ["", "&flip=true", "&temperature=2", "&flip=true&temperature=0.5"])
    func theAnswerIsTheWeightedMeanOfTheMembersAnswers(_ task: String, _ options: String) throws {
        let client = try client()
        for photograph in try Photograph.names.map(Photograph.bytes) {
            let query = "\(task)\(Self.everything)\(options)"
            let members = try ["large", "small"].map { try scores(client, "/v1/models/\($0)/\(query)", photograph) }
            let both = try scores(client, "/v1/models/both/\(query)", photograph)
            #expect(both.count == 21 && members[0] != members[1])
            for (label, score) in both {
                let (first, second) = (try #require(members[0][label]), try #require(members[1][label]))
                // The bits of float32, in the order of the members.
                #expect(score == min(Self.weights[0] * first + Self.weights[1] * second, 1), "\(label)")
            }
        }
    }

    @Test func aGroupCanBeListedAndAClassCanHaveItsThreshold() throws {
        let client = try client()
        let whole = try scores(client, "/v1/models/both/multilabel?threshold=0&\(Self.everything)")
        let best = try #require(whole.filter { $0.key != "few" }.max { $0.value < $1.value })
        let found = try scores(client, "/v1/models/both/multilabel?threshold=\(best.value)")
        #expect(found.filter { $0.value >= best.value } == found && found[best.key] == best.value)
        // Both members' checkpoints say 0.5.
        let plain = try scores(client, "/v1/models/both/multilabel")
        #expect(plain == whole.filter { $0.key != "few" && $0.value >= 0.5 })
    }

    @Test func bytesAreTheSameInAnyBatchAndThreadCount() throws {
        let (folder, server) = try Self.shared.get()
        let photographs = try Photograph.names.map(Photograph.bytes)
        let body = try JSONSerialization.data(withJSONObject: [
            "images": photographs.map { Data($0).base64EncodedString() }, "flip": true, "top_k": 20,
        ])
        let single = try ServerProcess(models: folder.url, ["--threads", "1", "--max-batch", "1"])
        let answers = try [server, server, single].map { server in
            try server.client().request(
                "POST", "/v1/models/both/classify", headers: [("Content-Type", "application/json")], body: Array(body))
        }
        #expect(answers.map(\.status) == [200, 200, 200])
        #expect(answers[1].body == answers[0].body && answers[2].body == answers[0].body)
        let together = try #require(try answers[0].json()["predictions"] as? [[[String: Any]]])
        for (photograph, expected) in zip(photographs, together) {
            let alone = try ask(try client(), "/v1/models/both/classify?flip=true&top_k=20", photograph)
            let found = try #require(try alone.json()["predictions"] as? [[[String: Any]]])
            #expect(NSArray(array: found[0]) == NSArray(array: expected))
        }
    }

    @Test func whatAnEnsembleDoesNotDoIsSaid() throws {
        let client = try client()
        let path = "/v1/models/both"
        #expect(try problem(try ask(client, "\(path)/classify?logits=true"), 400).contains("has no logits"))
        #expect(try problem(try ask(client, "\(path)/embed"), 400).contains("classify, multilabel"))
        #expect(try problem(try ask(client, "\(path)/classify?classes=class+99"), 400).contains("class 99"))
        for (method, target) in [("POST", "/infer"), ("GET", ""), ("GET", "/config")] {
            let response = try client.request(method, "/v2/models/both\(target)", body: Array("{}".utf8))
            let message = try problem(response, 400)
            #expect(message.contains("is an ensemble") && message.contains("large/1, small/3"))
        }
        #expect(try problem(try ask(client, "\(path)/classify", Array("no image".utf8)), 415).isEmpty == false)
        #expect(try problem(try ask(client, "\(path)/classify?timeout_seconds=0.000001"), 504).isEmpty == false)
    }

    @Test func anEnsembleIsListedWithItsMembers() throws {
        let client = try client()
        let list = try #require(try client.request("GET", "/v1/models").json()["data"] as? [[String: Any]])
        #expect(list.map { $0["id"] as? String } == ["both", "large", "small"])
        #expect(list[0]["tasks"] as? [String] == ["classify", "multilabel"])
        #expect(list[0]["default_version"] as? String == "1")
        let found = try entry(client)
        let members = try #require(found["members"] as? [[String: Any]])
        #expect(members.map { $0["model"] as? String } == ["large", "small"])
        #expect(members.map { $0["version"] as? String } == ["1", "3"])
        #expect(members.compactMap { $0["weight"] as? Double }.map(Float.init) == Self.weights)
        #expect(found["state"] as? String == "ready" && found["reason"] is NSNull)
        #expect(try entry(client, "large")["members"] is NSNull)
        let checkpoint = try #require(found["checkpoint"] as? String)
        #expect(checkpoint.hasPrefix("sha256:"))
        #expect(try ask(client, "/v1/models/both/versions/1/classify").json()["checkpoint"] as? String == checkpoint)
        // Its requests are its own, and its batches those of its members.
        let statistics = try #require(found["statistics"] as? [String: Any])
        #expect(statistics["batches"] as? Int == 0)
        let index = try client.request("POST", "/v2/repository/index").text
        #expect(index.contains(#"{"name":"both","version":"1","state":"READY","reason":""}"#))
        #expect(try client.request("GET", "/v2/models/both/ready").status == 200)
        #expect(try client.request("GET", "/v2/models/both/stats").status == 200)
        let metrics = try client.request("GET", "/metrics").text
        #expect(metrics.contains(#"mantissa_model_state{model="both",version="1",state="ready"} 1"#))
        #expect(!metrics.contains(#"mantissa_queue_depth{model="both"}"#))
    }

    @Test func theEnsembleGoesAndComesWithItsMembers() throws {
        let folder = try Self.models()
        let server = try ServerProcess(
            models: folder.url, ["--poll-seconds", "0.05", "--cache-bytes", "1MiB", "--default-model", "both"])
        let client = try server.client()
        let first = try ask(client, "/v1/classify")
        #expect(first.status == 200)
        #expect(try ask(client, "/v1/classify").headers["cache-status"] == "mantissa; hit")
        #expect(try client.request("POST", "/v2/repository/models/small/unload", body: []).status == 200)
        let refused = try ask(client, "/v1/classify")
        #expect(try problem(refused, 503).contains("the member small/3 is unloaded"))
        #expect(refused.headers["retry-after"] != nil)
        #expect(try client.request("GET", "/v2/models/both/ready").status == 503)
        let gone = try entry(client)
        #expect(gone["state"] as? String == "failed" && gone["checkpoint"] is NSNull)
        #expect(gone["reason"] as? String == "the member small/3 is unloaded")
        #expect(try client.request("POST", "/v2/repository/index").text.contains("the member small/3 is unloaded"))
        let load = try client.request("POST", "/v2/repository/models/both/load", body: [])
        #expect(try problem(load, 400).contains("the member small/3 is unloaded"))
        #expect(try client.request("POST", "/v2/repository/models/small/load", body: []).status == 200)
        #expect(try ask(client, "/v1/classify").body == first.body)
        // Other weights are another ensemble: nothing that was kept is given for it.
        try folder.write(#"{"members": ["large", "small/3"], "weights": [1, 3]}"#, to: "both/1/ensemble.json")
        #expect(
            try eventually {
                try (entry(client)["members"] as? [[String: Any]])?.first?["weight"] as? Double == 0.25
            })
        let second = try ask(client, "/v1/classify")
        #expect(second.status == 200 && second.body != first.body)
        #expect(try second.json()["checkpoint"] as? String != first.json()["checkpoint"] as? String)
        // Another member takes part once it is there.
        try Self.put("small", at: "large-2.safetensors", in: folder)
        try folder.write(#"{"members": ["large", "large-2"]}"#, to: "both/1/ensemble.json")
        #expect(
            try eventually {
                try (entry(client)["members"] as? [[String: Any]])?.last?["model"] as? String == "large-2"
            })
        #expect(server.terminate() == 0)
    }

    @Test func ensemblesThatCannotServeDoNotKeepTheOthersFromServing() throws {
        let folder = try Self.models()
        let wrong = [
            "itself": (#"{"members": ["large", "itself/1"]}"#, "is an ensemble itself"),
            "nested": (#"{"members": ["large", "both/1"]}"#, "is an ensemble itself"),
            "absent": (#"{"members": ["large", "nobody"]}"#, "there is no model for the member nobody"),
            "version": (#"{"members": ["large", "small/4"]}"#, "there is no version for the member small/4"),
            "alone": (#"{"members": ["large"]}"#, "2 to 64"),
            "syntax": (#"{"members": "#, "the server's log says why"),
            "labels": (#"{"members": ["large", "other"]}"#, #"class 0 is "class 0" of large and "x" of other"#),
            "batch": (#"{"members": ["large", "small"]}"#, "max_batch"),
        ]
        for (name, (text, _)) in wrong { try folder.write(text, to: "\(name)/1/ensemble.json") }
        try folder.write(#"{"max_batch": 4}"#, to: "batch/config.json")
        try Self.put("small", at: "other.safetensors", in: folder)
        let labels = ["x"] + (1..<20).map { "class \($0)" }
        try folder.write(
            String(decoding: try JSONSerialization.data(withJSONObject: ["labels": labels]), as: UTF8.self),
            to: "other.json")
        let server = try ServerProcess(models: folder.url)
        let client = try server.client()
        for (name, (_, mentions)) in wrong {
            let found = try entry(client, name)
            #expect(found["state"] as? String == "failed")
            #expect((found["reason"] as? String)?.contains(mentions) == true, "\(name): \(found["reason"] ?? "")")
            let message = try problem(try ask(client, "/v1/models/\(name)/classify"), 503)
            #expect(name == "syntax" || message.contains(mentions), "\(name): \(message)")
        }
        #expect(try ask(client, "/v1/models/both/classify").status == 200)
        #expect(try !client.request("GET", "/v1/models").text.contains(folder.path))
    }

    @Test func aVersionThatIsBothIsAMistake() throws {
        let folder = try Self.models()
        try Self.put("small", at: "both/1/model.safetensors", in: folder)
        let result = try MantissaBinary.run(["serve", "--models", folder.path, "--port", "0"])
        #expect(result.status == 1)
        #expect(result.errors.contains("remove one of them"))
    }
}
