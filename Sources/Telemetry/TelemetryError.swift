/// Why spans cannot be exported, or where to is not said right.
package struct TelemetryError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Kind: Sendable, Hashable {
        /// The address of the collector is not one.
        case endpoint
        /// The collector cannot be found or reached.
        case unreachable
        /// It did not take the spans, or answer, in time.
        case timeout
        /// What it answered is not HTTP.
        case malformed
        /// Its status.
        case refused(Int)
    }

    package let kind: Kind
    /// What was found and what was expected. Never holds bytes that a collector sent.
    package let message: String

    init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    package var description: String { message }

    /// Whether the same spans may be taken later: what OTLP calls retryable.
    var isTransient: Bool {
        switch kind {
        case .unreachable, .timeout: true
        case .refused(let status): [429, 502, 503, 504].contains(status)
        case .endpoint, .malformed: false
        }
    }
}
