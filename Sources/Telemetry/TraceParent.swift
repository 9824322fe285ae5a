/// The value of the header `traceparent`: which trace a request belongs to (W3C Trace Context section 3.2).
package struct TraceParent: Sendable, Hashable, CustomStringConvertible {
    package var traceID: TraceID
    /// The caller's span.
    package var spanID: SpanID
    /// Whether the caller records the trace; the other flags mean nothing yet.
    package var isSampled: Bool

    package init(traceID: TraceID, spanID: SpanID, isSampled: Bool) {
        self.traceID = traceID
        self.spanID = spanID
        self.isSampled = isSampled
    }

    /// Reads `version-traceid-parentid-flags`, without white space around it.
    ///
    /// Version 00 must be exactly that. Of a higher version the same parts are read, and what may follow them after a dash is
    /// passed over (section 4.3, "Versioning of traceparent"); version ff is forbidden. Nil if the header is invalid: the
    /// request then begins a trace of its own.
    package init?(_ value: String) {
        let bytes = Array(value.utf8)
        let dash = UInt8(ascii: "-")
        guard bytes.count >= 55, bytes[2] == dash, bytes[35] == dash, bytes[52] == dash,
            let version = HexadecimalDigits.value(bytes[0..<2]), version != 0xFF,
            bytes.count == 55 || (version > 0 && bytes[55] == dash),
            let traceID = TraceID(bytes[3..<35]), let spanID = SpanID(bytes[36..<52]),
            let flags = HexadecimalDigits.value(bytes[53..<55])
        else { return nil }
        self.init(traceID: traceID, spanID: spanID, isSampled: flags & 1 == 1)
    }

    /// As version 00.
    package var description: String { "00-\(traceID)-\(spanID)-\(isSampled ? "01" : "00")" }
}
