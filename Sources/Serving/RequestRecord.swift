import HTTPTypes
import Logging
import Telemetry
import Tracing

/// What is known of a request once it is answered: the line of log, and the attributes of its span.
///
/// Neither its path nor its query nor its body is part of it, and of the client's bytes only a request id that was checked.
struct RequestRecord: Sendable {
    var id: RequestID
    var traceID: TraceID?
    /// As the client sent it: anything that is a token.
    var method: HTTPRequest.Method
    /// The pattern; nil for a path that there is not.
    var route: String?
    /// Empty if none was asked.
    var model = ""
    var version: Int?
    /// The name of the API key that it was asked with; nil if there was no right one, or none was needed.
    var key: String?
    var status: Int
    var bytesIn = 0
    var bytesOut = 0
    var nanoseconds: UInt64 = 0
    var remoteAddress: String

    private static let knownMethods: Set<HTTPRequest.Method> = [
        .connect, .delete, .get, .head, .options, .patch, .post, .put, .trace,
    ]

    /// `_OTHER` for what a client made up, as OpenTelemetry's semantic conventions have it.
    private var methodName: String { Self.knownMethods.contains(method) ? method.rawValue : "_OTHER" }

    /// The label of metrics: a raw path would have unbounded values.
    var routeLabel: String { route ?? "unmatched" }

    var metadata: Logger.Metadata {
        var fields: Logger.Metadata = [
            "request_id": "\(id)", "method": "\(methodName)", "route": "\(routeLabel)", "model": "\(model)",
            "status": .stringConvertible(status), "bytes_in": .stringConvertible(bytesIn),
            "bytes_out": .stringConvertible(bytesOut),
            "microseconds": .stringConvertible(Int(clamping: nanoseconds / 1000)),
            "remote_address": "\(remoteAddress)",
        ]
        if let version { fields["version"] = "\(version)" }
        if let key { fields["key"] = "\(key)" }
        if let traceID { fields["trace_id"] = "\(traceID)" }
        return fields
    }

    /// OpenTelemetry's semantic conventions for HTTP servers, without `url.path`, and what is Mantissa's own.
    var attributes: SpanAttributes {
        var attributes: SpanAttributes = [
            "http.request.method": .string(methodName), "url.scheme": "http",
            "http.response.status_code": .int(Int64(status)), "http.request.body.size": .int(Int64(bytesIn)),
            "http.response.body.size": .int(Int64(bytesOut)), "client.address": .string(remoteAddress),
            "mantissa.request_id": .string(id.description),
        ]
        if let route { attributes["http.route"] = route }
        if !model.isEmpty { attributes["mantissa.model"] = model }
        if let version { attributes["mantissa.version"] = String(version) }
        if let key { attributes["mantissa.key"] = key }
        if status >= 500 { attributes["error.type"] = String(status) }
        return attributes
    }

    /// The name of the span: method and route.
    var spanName: String {
        let name = Self.knownMethods.contains(method) ? method.rawValue : "HTTP"
        return route.map { "\(name) \($0)" } ?? name
    }
}
