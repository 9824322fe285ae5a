import HTTPTypes

/// A request's head, checked.
struct RequestHead: Sendable {
    /// How the end of the content is known (RFC 9112 section 6).
    enum Framing: Equatable, Sendable {
        /// There is none: neither Content-Length nor Transfer-Encoding.
        case none
        /// So many bytes; those over the limit are refused after the head.
        case length(Int)
        /// `Transfer-Encoding: chunked`.
        case chunked
    }

    var method: HTTPRequest.Method
    var target: RequestTarget
    var headers: HTTPFields
    var framing: Framing
    /// The digit after `HTTP/1.`: 0 or 1.
    var minorVersion: Int
    /// Whether the client wants another request on this connection (RFC 9112 section 9.3).
    var keepsAlive: Bool
    /// `Expect: 100-continue` on an HTTP/1.1 request with content.
    var expectsContinue: Bool
}
