package import HTTPTypes

/// What a handler answers. The server adds `Date`, `Content-Length` and `Connection`, whatever `headers` says of them;
/// `Connection: close` in `headers` is honoured.
package struct ServerResponse: Sendable {
    /// The status; an empty reason phrase is replaced by the usual one.
    package var status: HTTPResponse.Status
    /// The fields, written in this order.
    package var headers: HTTPFields
    /// The content. It is not sent for HEAD, 204 and 304.
    package var body: [UInt8]

    /// Makes a response.
    package init(status: HTTPResponse.Status, headers: HTTPFields = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
