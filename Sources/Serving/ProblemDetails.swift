import HTTPServer
import HTTPTypes
import JSON

/// The one table from an error to its answer: problem details of RFC 9457.
enum ProblemDetails {
    static func status(_ kind: ServingError.Kind) -> HTTPResponse.Status {
        switch kind {
        case .malformed: .badRequest
        case .unauthorized: .unauthorized
        case .forbidden: .forbidden
        case .tooManyRequests: .tooManyRequests
        case .notFound: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .tooLarge: .contentTooLarge
        case .unsupportedMediaType: .unsupportedMediaType
        case .unprocessableImage: .unprocessableContent
        case .timeout: .requestTimeout
        case .unavailable: .serviceUnavailable
        case .deadlineExceeded: .gatewayTimeout
        // Not registered; what nginx writes into its log for it. Nobody is there to read it.
        case .clientLeft: HTTPResponse.Status(code: 499, reasonPhrase: "Client Closed Request")
        case .internal: .internalServerError
        }
    }

    static func response(_ error: ServingError) -> ServerResponse {
        response(status: status(error.kind), detail: error.message)
    }

    /// The same status and fields with a document in the form of another protocol.
    static func response(_ error: ServingError, insteadOfProblem document: [UInt8]) -> ServerResponse {
        var response = response(error)
        response.headers[.contentType] = "application/json"
        response.body = document
        return response
    }

    /// A 503 says when to try again.
    static func response(status: HTTPResponse.Status, detail: String) -> ServerResponse {
        var writer = JSONWriter()
        writer.beginObject()
        // No page describes the error beyond its status: RFC 9457 section 4.2.1.
        writer.member("type", "about:blank")
        writer.member("title", status.reasonPhrase)
        writer.member("status", status.code)
        writer.member("detail", detail)
        writer.endObject()
        var headers: HTTPFields = [.contentType: "application/problem+json", .cacheControl: "no-store"]
        if status == .serviceUnavailable { headers[.retryAfter] = "1" }
        return ServerResponse(status: status, headers: headers, body: writer.finish())
    }
}
