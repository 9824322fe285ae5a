package import Tracing

/// What others need to know of a span to be its children.
package struct SpanIdentity: Sendable, Hashable {
    package var traceID: TraceID
    package var spanID: SpanID
    package var isSampled: Bool
    package var state: TraceState?
    /// Whether it was made by another process.
    package var isRemote: Bool

    /// The caller's span.
    package init(_ parent: TraceParent, state: TraceState?) {
        traceID = parent.traceID
        spanID = parent.spanID
        isSampled = parent.isSampled
        self.state = state
        isRemote = true
    }

    init(traceID: TraceID, isSampled: Bool, state: TraceState?) {
        self.traceID = traceID
        spanID = .random()
        self.isSampled = isSampled
        self.state = state
        isRemote = false
    }

    var parent: TraceParent { TraceParent(traceID: traceID, spanID: spanID, isSampled: isSampled) }
}

private enum SpanIdentityKey: InstrumentationContextKey {
    typealias Value = SpanIdentity
    static let nameOverride: String? = "span"
}

extension InstrumentationContext {
    /// The span that new ones are children of.
    package var span: SpanIdentity? {
        get { self[SpanIdentityKey.self] }
        set { self[SpanIdentityKey.self] = newValue }
    }
}
