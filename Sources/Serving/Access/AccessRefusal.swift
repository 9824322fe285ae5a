import HTTPServer
import HTTPTypes

/// Why a request is not let in.
struct AccessRefusal: Error, Sendable {
    var error: ServingError
    /// The value of `WWW-Authenticate` (RFC 6750 section 3); nil for none.
    var challenge: String?
    /// Nanoseconds until it is worth another try.
    var waitNanoseconds: UInt64?
    /// The key that it was asked with; nil if that is unknown.
    var keyName: String?

    /// The answer in the form of the route's protocol.
    func response(by endpoint: any Endpoint) -> ServerResponse {
        var response = endpoint.response(to: error)
        response.headers[.wwwAuthenticate] = challenge
        if let waitNanoseconds {
            // Whole seconds, rounded up: who waits as long as told is let in.
            response.headers[.retryAfter] = String(max(1, (waitNanoseconds + 999_999_999) / 1_000_000_000))
        }
        return response
    }
}

extension AccessRefusal {
    private static let realm = "Bearer realm=\"mantissa\""

    static let noKey = AccessRefusal(
        error: ServingError(
            .unauthorized,
            "this server asks for an API key; send it as \"Authorization: Bearer KEY\" or \"X-API-Key: KEY\""),
        challenge: realm)

    static let wrongKey = AccessRefusal(
        error: ServingError(.unauthorized, "the API key is not one of this server's"),
        challenge: realm + ", error=\"invalid_token\"")

    static let severalKeys = AccessRefusal(
        error: ServingError(.malformed, "the request has more than one API key; send one of them"),
        challenge: realm + ", error=\"invalid_request\"")

    static func lacksScope(_ scope: KeyScope, keyName: String) -> AccessRefusal {
        AccessRefusal(
            error: ServingError(
                .forbidden, "the API key \"\(keyName)\" does not have the scope \"\(scope.rawValue)\", which this needs"
            ),
            challenge: realm + ", error=\"insufficient_scope\", scope=\"\(scope.rawValue)\"", keyName: keyName)
    }

    static func tooFast(waitNanoseconds: UInt64, keyName: String) -> AccessRefusal {
        AccessRefusal(
            error: ServingError(
                .tooManyRequests, "the API key \"\(keyName)\" has asked as often as it may; try again later"),
            waitNanoseconds: waitNanoseconds, keyName: keyName)
    }

    static func tooMany(keyName: String) -> AccessRefusal {
        AccessRefusal(
            error: ServingError(
                .tooManyRequests,
                "the API key \"\(keyName)\" has as many requests in the server as it may; try again later"),
            waitNanoseconds: 1_000_000_000, keyName: keyName)
    }

    static let adminNeedsKeys = AccessRefusal(
        error: ServingError(
            .forbidden,
            "this server has no API keys and can be reached from other machines, so it loads and unloads no models on "
                + "request; start it with --api-keys FILE, or with --host 127.0.0.1"))

    static let adminFromElsewhere = AccessRefusal(
        error: ServingError(
            .forbidden,
            "a page of another site may not load or unload models of a server without API keys; start it with "
                + "--api-keys FILE"))
}
