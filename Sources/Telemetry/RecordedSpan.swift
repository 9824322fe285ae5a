import Synchronization
package import Tracing

/// A span of swift-distributed-tracing that goes to the collector when it ends. Safe to use from any thread.
///
/// One that is not sampled keeps nothing and goes nowhere; its children are not sampled either.
package final class RecordedSpan: Tracing.Span {
    package let context: InstrumentationContext
    private let exporter: SpanExporter
    /// Nil once it has ended, or if it is not sampled.
    private let state: Mutex<FinishedSpan?>
    private let name: Mutex<String>

    init(_ span: FinishedSpan, context: InstrumentationContext, exporter: SpanExporter) {
        var context = context
        context.span = span.identity
        self.context = context
        self.exporter = exporter
        name = Mutex(span.name)
        state = Mutex(span.identity.isSampled ? span : nil)
    }

    package var isRecording: Bool { state.withLock { $0 != nil } }

    package var operationName: String {
        get { name.withLock { $0 } }
        set {
            name.withLock { $0 = newValue }
            state.withLock { $0?.name = newValue }
        }
    }

    package var attributes: SpanAttributes {
        get { state.withLock { $0?.attributes ?? [:] } }
        set { state.withLock { $0?.attributes = newValue } }
    }

    package func setStatus(_ status: SpanStatus) { state.withLock { $0?.status = status } }

    package func addEvent(_ event: SpanEvent) {
        state.withLock { span in
            if span?.events.count ?? 0 < FinishedSpan.eventLimit {
                span?.events.append(event)
            } else {
                span?.droppedEvents += 1
            }
        }
    }

    /// The error's type and nothing more: its text may hold what is not to leave the process.
    package func recordError<Instant: TracerInstant>(
        _ error: any Error, attributes: SpanAttributes, at instant: @autoclosure () -> Instant
    ) {
        var attributes = attributes
        attributes["exception.type"] = String(reflecting: type(of: error))
        addEvent(SpanEvent(name: "exception", at: instant(), attributes: attributes))
    }

    package func addLink(_ link: SpanLink) {
        guard let identity = link.context.span else { return }
        state.withLock { span in
            guard span?.links.count ?? 0 < FinishedSpan.eventLimit else { return }
            span?.links.append(FinishedSpan.Link(identity: identity, attributes: link.attributes))
        }
    }

    package func end<Instant: TracerInstant>(at instant: @autoclosure () -> Instant) {
        let taken = state.withLock { state -> FinishedSpan? in
            defer { state = nil }
            return state
        }
        guard var span = taken else { return }
        span.end = max(span.start, instant().nanosecondsSinceEpoch)
        exporter.submit(span)
    }
}
