package import HTTPTypes

/// Why the server refuses a request on its own, before or instead of the handler.
package struct HTTPFailure: Error, Sendable, Equatable {
    /// The cause, for the machine.
    package enum Kind: String, Sendable, CaseIterable {
        /// 400: the bytes are not HTTP/1.1 by the grammar, or their framing is ambiguous.
        case malformed
        /// 408: head or body came too slowly.
        case timeout
        /// 413: the body is over the limit.
        case bodyTooLarge
        /// 414: the request line is over the limit.
        case targetTooLong
        /// 417: an expectation other than 100-continue.
        case expectationFailed
        /// 431: too many fields, or too many bytes of them.
        case headTooLarge
        /// 500: the handler let go of its answer without giving one.
        case abandoned
        /// 501: a method or transfer coding that is not implemented.
        case notImplemented
        /// 503: the connection limit is reached.
        case tooManyConnections
        /// 505: a version other than HTTP/1.0 and HTTP/1.1.
        case versionNotSupported
    }

    /// The cause, for the machine.
    package let kind: Kind
    /// One sentence for a person: what was found and what was expected. Never holds bytes of the request.
    package let message: String

    /// Makes a failure.
    package init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// The status of the answer.
    package var status: HTTPResponse.Status {
        switch kind {
        case .malformed: .badRequest
        case .timeout: .requestTimeout
        case .bodyTooLarge: .contentTooLarge
        case .targetTooLong: .uriTooLong
        case .expectationFailed: .expectationFailed
        case .headTooLarge: .requestHeaderFieldsTooLarge
        case .abandoned: .internalServerError
        case .notImplemented: .notImplemented
        case .tooManyConnections: .serviceUnavailable
        case .versionNotSupported: .httpVersionNotSupported
        }
    }
}
