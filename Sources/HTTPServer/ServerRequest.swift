package import HTTPTypes

/// One complete HTTP request, checked and decoded, as the handler gets it.
///
/// The target is always an absolute path (`/v1/models`), or `*` for `OPTIONS *`: an absolute-form target is reduced
/// to its path and query, as RFC 9112 section 3.2.2 asks of a server.
package struct ServerRequest: Sendable {
    /// The method as sent; methods are case-sensitive.
    package var method: HTTPRequest.Method
    /// The request target as sent: raw, not percent-decoded, with the query.
    package var target: String
    /// The path, percent-decoded, without the query. Valid UTF-8 without NUL. Prefer `pathSegments` for routing: a
    /// `%2F` in a name is a `/` here.
    package var path: String
    /// The path split at its raw slashes, each part percent-decoded: `/v1/models/a%2Fb` is `["v1", "models", "a/b"]`,
    /// `/` is `[]`, and a trailing slash gives an empty last part.
    package var pathSegments: [String]
    /// The query's `name=value` parts in the order sent, percent-decoded, `+` read as a space. A part without `=` has
    /// an empty value.
    package var query: [(name: String, value: String)]
    /// The fields in the order sent, framing fields included. Values may hold bytes above 0x7F.
    package var headers: HTTPFields
    /// The content, with the transfer coding removed; trailers are dropped.
    package var body: [UInt8]
    /// False when the request had neither `Content-Length` nor `Transfer-Encoding`: the ground for a 411.
    package var declaresBody: Bool
    /// The numeric address of the peer, without the port; an IPv4-mapped IPv6 address is written as IPv4.
    package var remoteAddress: String
    /// Tells whether anyone still waits for the answer.
    package let cancellation: RequestCancellation

    /// Makes a request; the handler's tests use it, the server fills every part.
    package init(
        method: HTTPRequest.Method, target: String, path: String, pathSegments: [String] = [],
        query: [(name: String, value: String)] = [], headers: HTTPFields = [:], body: [UInt8] = [],
        declaresBody: Bool = true, remoteAddress: String = "127.0.0.1",
        cancellation: RequestCancellation = RequestCancellation()
    ) {
        self.method = method
        self.target = target
        self.path = path
        self.pathSegments = pathSegments
        self.query = query
        self.headers = headers
        self.body = body
        self.declaresBody = declaresBody
        self.remoteAddress = remoteAddress
        self.cancellation = cancellation
    }

    /// The first value of the query parameter `name`, or nil.
    package func queryValue(_ name: String) -> String? {
        query.first { $0.name == name }?.value
    }
}
