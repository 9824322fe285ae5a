/// What stands behind the server: answers requests and words the server's own refusals.
package protocol RequestHandler: Sendable {
    /// Answers `request` by calling `respond` once, from any thread, now or later.
    ///
    /// Called on an event loop: it must not block. A second call of `respond` is ignored, as is one after the peer has
    /// left. If `respond` is released without being called, the server answers with `failure(_:pathSegments:)` of `.abandoned`.
    func handle(_ request: ServerRequest, respond: @escaping @Sendable (ServerResponse) -> Void)

    /// Refuses a request whose content has not all come yet, so that nobody reads it for nothing. Nil lets it come. Called on an event
    /// loop, at most once for a request: it must not block. The connection is closed after a refusal.
    ///
    /// - Parameter head: the request with an empty body.
    func refusal(of head: ServerRequest) -> ServerResponse?

    /// Takes note of what becomes of connections. Called on any of the server's threads: it must not block.
    func note(_ event: ConnectionEvent)

    /// Words a refusal that the server decided on its own (bad syntax, limits, timeouts). Called on an event loop: it
    /// must not block. The connection is closed after it, but for `.abandoned`.
    ///
    /// - Parameter pathSegments: as in `ServerRequest`; nil if no head was read, or the head is what is refused.
    func failure(_ failure: HTTPFailure, pathSegments: [String]?) -> ServerResponse
}

extension RequestHandler {
    package func refusal(of head: ServerRequest) -> ServerResponse? { nil }

    package func note(_ event: ConnectionEvent) {}
}
