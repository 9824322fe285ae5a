import Tracing

/// A span that has ended, as it is exported.
struct FinishedSpan: Sendable {
    /// Events and links of a span at most; more are counted.
    static let eventLimit = 128

    struct Link: Sendable {
        var identity: SpanIdentity
        var attributes: SpanAttributes
    }

    var name: String
    var identity: SpanIdentity
    var parent: SpanIdentity?
    var kind: SpanKind
    /// Nanoseconds since the epoch.
    var start: UInt64
    var end: UInt64
    var attributes: SpanAttributes = [:]
    var status: SpanStatus?
    var events: [SpanEvent] = []
    var droppedEvents = 0
    var links: [Link] = []
}
