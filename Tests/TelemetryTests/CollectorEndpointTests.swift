import Testing

@testable import Telemetry

@Suite struct CollectorEndpointTests {
    @Test(arguments: [
        ("http://localhost:4318", "http://localhost:4318/v1/traces"),
        ("http://localhost", "http://localhost:4318/v1/traces"),
        ("HTTP://10.0.0.1:80/", "http://10.0.0.1:80/v1/traces"),
        ("http://[::1]:9999", "http://[::1]:9999/v1/traces"), ("http://[::1]", "http://[::1]:4318/v1/traces"),
        ("http://otel.example/tenant/a/", "http://otel.example:4318/tenant/a/v1/traces"),
    ])
    func reads(_ text: String, _ whole: String) throws {
        #expect(try CollectorEndpoint(text).description == whole)
    }

    @Test(arguments: [
        "", "localhost:4318", "https://localhost:4318", "ftp://localhost", "http://", "http://:4318", "http://a:0",
        "http://a:65536", "http://a:", "http://a:b", "http://a:-1", "http://a:+1", "http://user@a", "http://a?b",
        "http://a#b",
        "http://[::1", "http://[::1]4318", "http://a b", "http://a\r\nX: y", "http://é", "http://::1",
    ])
    func refuses(_ text: String) throws {
        let error = try #require(throws: TelemetryError.self) { try CollectorEndpoint(text) }
        #expect(error.kind == .endpoint)
        #expect(error.message.contains("expected http://"))
    }
}
