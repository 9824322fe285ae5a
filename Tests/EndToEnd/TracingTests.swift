import Foundation
import TestSupport
import Testing

/// Spans as a collector gets them from the real server.
@Suite struct TracingTests {
    private let cat: [UInt8]
    private let image = [("Content-Type", "image/jpeg")]
    private let trace = "0af7651916cd43dd8448eb211c80319c"

    init() throws { cat = try Photograph.cat() }

    private func parent(_ trace: String, _ flags: String) -> (String, String) {
        ("traceparent", "00-\(trace)-b7ad6b7169203331-\(flags)")
    }

    @Test func aPredictionHasASpanForEachStage() throws {
        let collector = try TestCollector()
        let server = try ServerProcess(["--otlp-endpoint", collector.endpoint])
        let client = try server.client()
        let answer = try client.request(
            "POST", "/v1/classify",
            headers: image + [parent(trace, "01"), ("tracestate", "a=1 , b=2"), ("X-Request-Id", "id-1")], body: cat)
        #expect(answer.status == 200)
        #expect(collector.waitForRequest())
        #expect(server.terminate() == 0)
        let resource = try JSONSerialization.jsonObject(with: try #require(collector.requests.first).body)
        #expect("\(resource)".contains("service.name"))
        let spans = try collector.spans().filter { $0.text("traceId") == trace }
        let own = try #require(spans.first { $0.number("kind") == 2 })
        #expect(own.name == "POST /v1/classify" && own.text("parentSpanId") == "b7ad6b7169203331")
        #expect(own.text("traceState") == "a=1,b=2")
        #expect(own.attribute("http.request.method") == "POST" && own.attribute("http.route") == "/v1/classify")
        #expect(own.attribute("http.response.status_code") == "200" && own.attribute("url.scheme") == "http")
        #expect(own.attribute("mantissa.model") == "efficientnet_lite0" && own.attribute("mantissa.version") == "1")
        #expect(own.attribute("mantissa.request_id") == "id-1" && own.attribute("client.address") == "127.0.0.1")
        let children = spans.filter { $0.text("parentSpanId") == own.text("spanId") }.sorted { $0.start < $1.start }
        #expect(children.map(\.name) == ["preprocess", "queue", "inference", "encode"])
        #expect(children.allSatisfy { $0.start >= own.start && $0.end <= own.end && $0.start <= $0.end })
        #expect(children.first { $0.name == "inference" }?.attribute("mantissa.batch_size") == "1")
        #expect(Set(spans.compactMap { $0.text("spanId") }).count == 5)
    }

    @Test func theCallersDecisionHoldsAndTheRatioIsForTheRest() throws {
        let collector = try TestCollector()
        let server = try ServerProcess(
            ["--trace-sample-ratio", "0"], environment: ["OTEL_EXPORTER_OTLP_ENDPOINT": collector.endpoint])
        let client = try server.client()
        for headers in [
            [parent("\(trace.dropLast())0", "00")], [], [("traceparent", "nonsense")], [parent(trace, "01")],
        ] {
            #expect(try client.request("GET", "/livez", headers: headers).status == 200)
        }
        #expect(server.terminate() == 0)
        #expect(try collector.spans().map { $0.text("traceId") } == [trace])
    }

    @Test func errorsOfTheServerAreErrorsAndThoseOfClientsAreNot() throws {
        let collector = try TestCollector()
        let server = try ServerProcess(["--otlp-endpoint", collector.endpoint])
        let client = try server.client()
        #expect(try client.request("GET", "/no/such/path").status == 404)
        #expect(
            try client.request("POST", "/v1/classify?timeout_seconds=0.000001", headers: image, body: cat).status == 504
        )
        #expect(server.terminate() == 0)
        let spans = try collector.spans().filter { $0.number("kind") == 2 }
        let unknown = try #require(spans.first { $0.attribute("http.response.status_code") == "404" })
        #expect(unknown.name == "GET" && unknown.attribute("http.route") == nil)
        #expect((unknown.json["status"] as? [String: Any])?["code"] == nil && unknown.text("parentSpanId") == nil)
        let late = try #require(spans.first { $0.attribute("http.response.status_code") == "504" })
        #expect((late.json["status"] as? [String: Any])?["code"] as? Int == 2)
        #expect(late.attribute("error.type") == "504")
    }

    @Test(arguments: [TestCollector.Manner.isDown, .isSilent]) func aDeadCollectorStopsNoAnswer(
        _ manner: TestCollector.Manner
    ) throws {
        let collector = try TestCollector(manner)
        let server = try ServerProcess(["--otlp-endpoint", collector.endpoint])
        let client = try server.client()
        // More spans than the queue takes.
        for _ in 0..<6000 { #expect(try client.request("GET", "/livez").status == 200) }
        #expect(try client.request("POST", "/v1/classify", headers: image, body: cat).status == 200)
        #expect(
            try eventually {
                let metrics = try MetricsText(client)
                return metrics.value("mantissa_spans_dropped_total", #"reason="queue_full""#) > 0
                    && (manner == .isSilent
                        || metrics.value("mantissa_spans_dropped_total", #"reason="export_failed""#) > 0)
            })
        #expect(try MetricsText(client).value("mantissa_spans_exported_total") == 0)
        #expect(server.terminate() == 0)
    }

    @Test func addressesThatAreNoneAreWrongUsage() throws {
        for address in ["https://x:4318", "x"] {
            let result = try MantissaBinary.run([
                "serve", "--models", MantissaBinary.models.path, "--port", "0", "--otlp-endpoint", address,
            ])
            #expect(result.status == 1)
            #expect(result.errors.contains("expected http://HOST:PORT"))
        }
        let result = try MantissaBinary.run(["serve", "--models", "x", "--trace-sample-ratio", "1.5"])
        #expect(result.status == 2)
    }
}
