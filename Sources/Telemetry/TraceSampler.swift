/// Which traces are recorded: as the caller decided, and a share of those that begin here.
package struct TraceSampler: Sendable, Hashable {
    /// Ids at or above it are recorded, of 2^56.
    private let threshold: UInt64

    /// - Parameter ratio: the share of traces that begin here to be recorded; below 0 is 0, above 1 is 1.
    package init(ratio: Double) {
        let share = ratio > 0 ? min(ratio, 1) : 0
        threshold = (1 << 56) - UInt64(share * Double(UInt64(1) << 56))
    }

    /// Parent-based: a caller's decision holds, either way; without a caller the trace's id decides.
    ///
    /// The rightmost seven bytes of an id are random (W3C Trace Context level 2, "random trace id flag"), and a trace is
    /// recorded if they are high enough, as OpenTelemetry's probability sampling has it: services of the same ratio record
    /// the same traces.
    package func samples(_ traceID: TraceID, parent: TraceParent?) -> Bool {
        if let parent { return parent.isSampled }
        return traceID.low & ((1 << 56) - 1) >= threshold
    }
}
