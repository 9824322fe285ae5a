import Foundation
import TestSupport
import Testing

/// What `/v1/models/{model}` and `/metrics` say of what was answered.
@Suite struct StatisticsTests {
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
