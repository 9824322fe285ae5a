/// Why a request is not answered as asked.
package struct ServingError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Kind: String, Sendable, CaseIterable {
        /// The request contradicts itself, or lacks something.
        case malformed
        /// No API key, or a wrong one.
        case unauthorized
        /// The API key is not for this.
        case forbidden
        /// The API key's own limits.
        case tooManyRequests
        /// No such route, model or version.
        case notFound
        case methodNotAllowed
        /// The body, or what it holds, is over a limit.
        case tooLarge
        /// No content type, an unknown one, or bytes of no known image format.
        case unsupportedMediaType
        /// An image of a known format that cannot be decoded, or has too many pixels.
        case unprocessableImage
        /// The body came too slowly.
        case timeout
        /// The server's state: queue full, loading, draining.
        case unavailable
        case deadlineExceeded
        /// Nobody waits for the answer any more.
        case clientLeft
        /// A fault of the server's own.
        case `internal`
    }

    package var kind: Kind
    /// One sentence for the person who asked: what was found, what was expected. No paths, no addresses.
    package var message: String
    /// The option, or the member of the body, that it is about, for protocols whose errors name one.
    package var parameter: String?

    package init(_ kind: Kind, _ message: String, parameter: String? = nil) {
        self.kind = kind
        self.message = message
        self.parameter = parameter
    }

    /// The same, said of one of several images, counted from 0.
    func at(image position: Int, of count: Int) -> ServingError {
        count == 1 ? self : ServingError(kind, "image \(position): \(message)", parameter: parameter)
    }

    package var description: String { message }
}
