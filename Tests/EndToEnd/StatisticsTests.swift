import Foundation
import TestSupport
import Testing

/// What `/v1/models/{model}` and `/metrics` say of what was answered.
@Suite struct StatisticsTests {
    /// Statistics of the Open Inference Protocol are a model's, whichever route asked it.
    @Test func inferenceCountsWhatEveryRouteAsked() throws {
        let server = try ServerProcess()
        let client = try server.client()
        let model = "/v2/models/efficientnet_lite0"
        let cat = Data(try Photograph.cat()).base64EncodedString()
        let inputs = try #require(try client.request("GET", model).json()["inputs"] as? [[String: Any]])
        let name = try #require(inputs.first?["name"] as? String)
        for (target, body) in [
            ("/v1/classify", "{\"images\":[\"\(cat)\",\"\(cat)\"]}"),
            ("/v1/embeddings", "{\"model\":\"efficientnet_lite0\",\"input\":\"\(cat)\"}"),
            ("/embed", "{\"inputs\":[\"\(cat)\"]}"),
            (
                "\(model)/infer",
                "{\"inputs\":[{\"name\":\"\(name)\",\"shape\":[3],\"datatype\":\"BYTES\",\"data\":[\"\(cat)\",\"\(cat)\",\"\(cat)\"]}]}"
            ),
        ] {
            let response = try client.request(
                "POST", target, headers: [("Content-Type", "application/json")], body: Array(body.utf8))
            #expect(response.status == 200, "\(target): \(response.text.prefix(300))")
        }
        #expect(try client.request("POST", "\(model)/infer", body: Array("{}".utf8)).status == 400)
        for target in ["/v2/models/stats", "\(model)/stats", "\(model)/versions/1/stats"] {
            let list = try #require(try client.request("GET", target).json()["model_stats"] as? [[String: Any]])
            try #require(list.count == 1)
            #expect(list[0]["inference_count"] as? Int == 7 && list[0]["last_inference"] as? Int ?? 0 > 0)
            let totals = try #require(list[0]["inference_stats"] as? [String: [String: Int]])
            for (stage, count) in [("success", 4), ("fail", 1), ("compute_infer", 4), ("compute_output", 4)] {
                #expect(totals[stage]?["count"] == count && totals[stage]?["ns"] ?? 0 > 0, "\(stage)")
            }
            let batches = try #require(list[0]["batch_stats"] as? [[String: Any]])
            let counts = try batches.map { batch in
                (
                    size: try #require(batch["batch_size"] as? Int),
                    count: try #require((batch["compute_infer"] as? [String: Int])?["count"])
                )
            }
            #expect(counts.reduce(0) { $0 + $1.size * $1.count } == 7)
            #expect(counts.reduce(0) { $0 + $1.count } == list[0]["execution_count"] as? Int)
        }
    }

    @Test func aVersionCountsWhatItAnswered() throws {
        let server = try ServerProcess()
        let client = try server.client()
        let cat = try Photograph.cat()
        let path = "/v1/models/efficientnet_lite0"
        func statistics() throws -> [String: Any] {
            let versions = try client.request("GET", path).json()["versions"] as? [[String: Any]]
            return try #require(versions?.first?["statistics"] as? [String: Any])
        }
        #expect(try statistics()["requests"] as? Int == 0)
        for _ in 0..<3 {
            #expect(
                try client.request(
                    "POST", "\(path)/classify?flip=true", headers: [("Content-Type", "image/jpeg")], body: cat
                )
                .status == 200)
        }
        #expect(
            try client.request("POST", "/v1/classify", headers: [("Content-Type", "image/jpeg")], body: [1, 2]).status
                == 415)
        let after = try statistics()
        #expect(after["requests"] as? Int == 4 && after["failed"] as? Int == 1 && after["images"] as? Int == 3)
        // An image and its mirror image, computed together or apart.
        let (batches, mean) = (
            try #require(after["batches"] as? Int), try #require(after["mean_batch_size"] as? Double)
        )
        #expect(Double(batches) * mean == 6)
        let seconds = try #require(after["seconds"] as? [String: [String: Double]])
        for stage in ["preprocess", "queue", "inference", "encode"] {
            let (median, late) = (try #require(seconds[stage]?["p50"]), try #require(seconds[stage]?["p99"]))
            #expect(median >= 0 && median <= late)
        }
        #expect(seconds["inference"]?["p50"] ?? 0 > 0.0001)
        let metrics = try MetricsText(client)
        #expect(after["saturated_activations"] as? Double == metrics.value("mantissa_saturated_activations_total"))
        #expect(metrics.value("mantissa_mapped_bytes") > 0)
        #expect(metrics.value("mantissa_model_state") == 1)
        #expect(metrics.value("mantissa_model_state", #"state="ready""#) == 1)
        // The list says less.
        let list = try client.request("GET", "/v1/models").text
        #expect(!list.contains("statistics"))
    }
}
