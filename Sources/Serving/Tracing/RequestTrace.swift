import Glibc
import HTTPTypes
import Telemetry
import Tracing

/// The trace that a request belongs to, and the spans of its stages. Safe to use from any thread.
struct RequestTrace: Sendable {
    /// The caller's, else a new one if spans are exported; nil otherwise.
    let traceID: TraceID?
    private let tracer: SpanTracer?
    private let span: RecordedSpan?
    /// From `Clock` to nanoseconds since the epoch.
    private let offset: UInt64

    /// - Parameters:
    ///   - received: on `Clock`: when the span of the request begins.
    ///   - tracer: nil if spans go nowhere.
    init(_ headers: HTTPFields, received: UInt64, tracer: SpanTracer?) {
        let parent = Self.parent(headers)
        self.tracer = tracer
        guard let tracer else {
            traceID = parent?.traceID
            span = nil
            offset = 0
            return
        }
        offset = Self.wallClock() &- Clock.now()
        var context = InstrumentationContext.topLevel
        context.span = parent
        let span = tracer.startSpan(
            "request", context: context, ofKind: .server,
            at: SpanInstant(nanosecondsSinceEpoch: received &+ offset))
        traceID = span.context.span?.traceID
        self.span = span
    }

    /// What `traceparent` and `tracestate` say; nil if the first is missing, twice there or invalid.
    private static func parent(_ headers: HTTPFields) -> SpanIdentity? {
        guard let name = HTTPField.Name.traceParent, let value = headers[name], headers[values: name].count == 1,
            let parent = TraceParent(value)
        else { return nil }
        return SpanIdentity(
            parent, state: HTTPField.Name.traceState.flatMap { headers[$0] }.flatMap { TraceState($0) })
    }

    /// Adds a stage of the request that has ended.
    ///
    /// - Parameter start: on `Clock`.
    func add(_ name: String, start: UInt64, nanoseconds: UInt64, attributes: @autoclosure () -> SpanAttributes) {
        guard let tracer, let span, span.isRecording else { return }
        let stage = tracer.startSpan(
            name, context: span.context, ofKind: .internal, at: SpanInstant(nanosecondsSinceEpoch: start &+ offset))
        stage.attributes = attributes()
        stage.end(at: SpanInstant(nanosecondsSinceEpoch: start &+ nanoseconds &+ offset))
    }

    /// Ends the request's span; stages that come later are not part of it.
    func end(_ record: RequestRecord, at end: UInt64) {
        guard let span, span.isRecording else { return }
        span.operationName = record.spanName
        span.attributes = record.attributes
        // What is wrong with a request is no error of the server.
        if record.status >= 500 { span.setStatus(SpanStatus(code: .error)) }
        span.end(at: SpanInstant(nanosecondsSinceEpoch: end &+ offset))
    }

    private static func wallClock() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return UInt64(clamping: time.tv_sec) &* 1_000_000_000 &+ UInt64(clamping: time.tv_nsec)
    }
}

extension HTTPField.Name {
    static let traceParent = HTTPField.Name("traceparent")
    static let traceState = HTTPField.Name("tracestate")
}
