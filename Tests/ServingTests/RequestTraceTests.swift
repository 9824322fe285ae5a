import HTTPTypes
import Logging
import Telemetry
import Testing
import Tracing

@testable import Serving

@Suite struct RequestTraceTests {
    private let valid = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    private func traceID(_ values: [String]) throws -> String? {
        let name = try #require(HTTPField.Name("traceparent"))
        var headers = HTTPFields()
        for value in values { headers.append(HTTPField(name: name, value: value)) }
        return RequestTrace(headers, received: 0, tracer: nil).traceID?.description
    }

    @Test func theCallersTraceIsKnownWithoutACollector() throws {
        #expect(try traceID([valid]) == "0af7651916cd43dd8448eb211c80319c")
        #expect(try traceID([]) == nil)
        #expect(try traceID(["nonsense"]) == nil)
        // Two headers contradict each other, even if they do not.
        #expect(try traceID([valid, valid]) == nil)
        #expect(try traceID([valid.replacing("00-", with: "01-", maxReplacements: 1), "-x"]) == nil)
    }

    private func record(_ method: HTTPRequest.Method, route: String?, status: Int) -> RequestRecord {
        RequestRecord(id: RequestID([:]), method: method, route: route, status: status, remoteAddress: "::1")
    }

    @Test func methodsThatClientsMakeUpAreNotRepeated() throws {
        let made = try #require(HTTPRequest.Method(rawValue: "X\"Y".replacing("\"", with: "!")))
        let own = record(made, route: nil, status: 404)
        #expect(own.metadata["method"] == "_OTHER" && own.metadata["route"] == "unmatched")
        #expect(own.attributes.get("http.request.method") == "_OTHER" && own.attributes.get("http.route") == nil)
        #expect(own.spanName == "HTTP" && own.attributes.get("error.type") == nil)
        let known = record(.post, route: "/v1/embed", status: 503)
        #expect(known.spanName == "POST /v1/embed" && known.attributes.get("http.route") == "/v1/embed")
        #expect(known.attributes.get("error.type") == "503")
        #expect(known.attributes.get("http.response.status_code") == .int64(503))
    }
}
