import Foundation
import TestSupport
import Testing

/// Answers that are given again.
@Suite struct CacheTests {
    private let server: ServerProcess

    init() throws { server = try ServerProcess(["--cache-bytes", "1000000"]) }

    @Test func theSameQuestionHasTheSameAnswerWithoutComputing() throws {
        let client = try server.client()
        let cat = try Photograph.cat()
        let coffee = try Photograph.bytes("coffee.jpg")
        let image = [("Content-Type", "image/jpeg")]
        func ask(_ path: String, _ body: [UInt8]) throws -> HTTPClient.Response {
            let response = try client.request("POST", path, headers: image, body: body)
            #expect(response.status == 200)
            return response
        }
        func computed() throws -> Double { try MetricsText(client).value("mantissa_batch_size_count") }
        let first = try ask("/v1/classify", cat)
        #expect(first.headers["cache-status"] == "mantissa; fwd=miss; stored")
        let count = try computed()
        let second = try ask("/v1/classify", cat)
        #expect(second.headers["cache-status"] == "mantissa; hit")
        #expect(second.body == first.body)
        #expect(try computed() == count)
        // The same image in JSON is the same question; another image, task or option is not.
        let json = Array("{\"images\":[\"\(Data(cat).base64EncodedString())\"],\"timeout_seconds\":9}".utf8)
        let third = try client.request(
            "POST", "/v1/classify", headers: [("Content-Type", "application/json")], body: json)
        #expect(third.headers["cache-status"] == "mantissa; hit" && third.body == first.body)
        for (path, body) in [
            ("/v1/classify", coffee), ("/v1/multilabel", cat), ("/v1/embed", cat), ("/v1/classify?top_k=3", cat),
        ] {
            let other = try ask(path, body)
            #expect(other.headers["cache-status"] == "mantissa; fwd=miss; stored", "\(path)")
            #expect(other.body != first.body)
        }
        let metrics = try MetricsText(client)
        #expect(metrics.value("mantissa_cache_hits_total") == 2)
        #expect(metrics.value("mantissa_cache_misses_total") == 5)
        #expect(metrics.value("mantissa_cache_entries") == 5)
    }
}
