package import Tracing

/// The tracer of swift-distributed-tracing behind which spans go to a collector. Safe to use from any thread.
package struct SpanTracer: Tracer {
    private let exporter: SpanExporter
    private let sampler: TraceSampler

    package init(exporter: SpanExporter, sampler: TraceSampler) {
        self.exporter = exporter
        self.sampler = sampler
    }

    /// - Parameter context: with the parent as `span`; without one a trace begins.
    package func startSpan<Instant: TracerInstant>(
        _ operationName: String, context: @autoclosure () -> InstrumentationContext, ofKind kind: SpanKind,
        at instant: @autoclosure () -> Instant, function: String, file fileID: String, line: UInt
    ) -> RecordedSpan {
        let context = context()
        let parent = context.span
        let traceID = parent?.traceID ?? .random()
        let identity = SpanIdentity(
            traceID: traceID, isSampled: sampler.samples(traceID, parent: parent?.parent), state: parent?.state)
        let start = instant().nanosecondsSinceEpoch
        return RecordedSpan(
            FinishedSpan(
                name: operationName, identity: identity, parent: parent, kind: kind, start: start, end: start),
            context: context, exporter: exporter)
    }

    /// Spans are sent within a second by themselves.
    package func forceFlush() {}

    package func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier, into context: inout InstrumentationContext, using extractor: Extract
    ) where Extract.Carrier == Carrier {
        guard let value = extractor.extract(key: "traceparent", from: carrier), let parent = TraceParent(value) else {
            return
        }
        let state = extractor.extract(key: "tracestate", from: carrier).flatMap { TraceState($0) }
        context.span = SpanIdentity(parent, state: state)
    }

    package func inject<Carrier, Inject: Injector>(
        _ context: InstrumentationContext, into carrier: inout Carrier, using injector: Inject
    ) where Inject.Carrier == Carrier {
        guard let span = context.span else { return }
        injector.inject(span.parent.description, forKey: "traceparent", into: &carrier)
        if let state = span.state { injector.inject(state.description, forKey: "tracestate", into: &carrier) }
    }
}
