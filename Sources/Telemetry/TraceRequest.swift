import JSON
import Tracing

/// The body of `POST /v1/traces`: an ExportTraceServiceRequest of OTLP 1 in its JSON form.
///
/// Ids are hexadecimal there, 64-bit integers are strings, and enumerations numbers (OTLP specification, "JSON Protobuf
/// Encoding").
enum TraceRequest {
    static func json(_ spans: [FinishedSpan], resource: SpanAttributes) -> [UInt8] {
        var writer = JSONWriter(capacity: 512 * spans.count + 512)
        writer.beginObject()
        writer.key("resourceSpans")
        writer.beginArray()
        writer.beginObject()
        writer.key("resource")
        writer.beginObject()
        write(resource, to: &writer)
        writer.endObject()
        writer.key("scopeSpans")
        writer.beginArray()
        writer.beginObject()
        writer.key("scope")
        writer.beginObject()
        writer.member("name", "mantissa")
        writer.endObject()
        writer.key("spans")
        writer.beginArray()
        for span in spans { write(span, to: &writer) }
        writer.endArray()
        writer.endObject()
        writer.endArray()
        writer.endObject()
        writer.endArray()
        writer.endObject()
        return writer.finish()
    }

    private static func write(_ span: FinishedSpan, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("traceId", span.identity.traceID.description)
        writer.member("spanId", span.identity.spanID.description)
        if let state = span.identity.state { writer.member("traceState", state.description) }
        if let parent = span.parent { writer.member("parentSpanId", parent.spanID.description) }
        // The W3C flags, then whether it is known that the parent is in another process (0x100), and whether it is (0x200).
        writer.member("flags", (span.identity.isSampled ? 1 : 0) | 0x100 | (span.parent?.isRemote == true ? 0x200 : 0))
        writer.member("name", span.name)
        writer.member("kind", kind(span.kind))
        writer.member("startTimeUnixNano", String(span.start))
        writer.member("endTimeUnixNano", String(span.end))
        write(span.attributes, to: &writer)
        if !span.events.isEmpty {
            writer.key("events")
            writer.beginArray()
            for event in span.events { write(event, to: &writer) }
            writer.endArray()
        }
        if span.droppedEvents > 0 { writer.member("droppedEventsCount", span.droppedEvents) }
        if !span.links.isEmpty {
            writer.key("links")
            writer.beginArray()
            for link in span.links {
                writer.beginObject()
                writer.member("traceId", link.identity.traceID.description)
                writer.member("spanId", link.identity.spanID.description)
                write(link.attributes, to: &writer)
                writer.endObject()
            }
            writer.endArray()
        }
        writer.key("status")
        writer.beginObject()
        if let status = span.status {
            if let message = status.message { writer.member("message", message) }
            writer.member("code", status.code == .ok ? 1 : 2)
        }
        writer.endObject()
        writer.endObject()
    }

    private static func write(_ event: SpanEvent, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("timeUnixNano", String(event.nanosecondsSinceEpoch))
        writer.member("name", event.name)
        write(event.attributes, to: &writer)
        writer.endObject()
    }

    private static func kind(_ kind: SpanKind) -> Int {
        switch kind {
        case .internal: 1
        case .server: 2
        case .client: 3
        case .producer: 4
        case .consumer: 5
        }
    }

    /// The member `attributes`, by name.
    private static func write(_ attributes: SpanAttributes, to writer: inout JSONWriter) {
        var sorted: [(String, SpanAttribute)] = []
        // It is no sequence.
        // swift-format-ignore: ReplaceForEachWithForLoop
        attributes.forEach { sorted.append(($0, $1)) }
        writer.key("attributes")
        writer.beginArray()
        for (name, value) in sorted.sorted(by: { $0.0 < $1.0 }) {
            writer.beginObject()
            writer.member("key", name)
            writer.key("value")
            write(value, to: &writer)
            writer.endObject()
        }
        writer.endArray()
    }

    /// An AnyValue.
    private static func write(_ value: SpanAttribute, to writer: inout JSONWriter) {
        writer.beginObject()
        switch value {
        case .int32(let value): writer.member("intValue", String(value))
        case .int64(let value): writer.member("intValue", String(value))
        case .double(let value):
            writer.key("doubleValue")
            // JSON has no number for these; the protobuf mapping has strings.
            if value.isFinite { writer.value(value) } else { writer.value(value.isNaN ? "NaN" : infinity(value)) }
        case .bool(let value):
            writer.key("boolValue")
            writer.value(value)
        case .string(let value): writer.member("stringValue", value)
        case .stringConvertible(let value): writer.member("stringValue", value.description)
        case .int32Array(let values): write(values.map { .int32($0) }, to: &writer)
        case .int64Array(let values): write(values.map { .int64($0) }, to: &writer)
        case .doubleArray(let values): write(values.map { .double($0) }, to: &writer)
        case .boolArray(let values): write(values.map { .bool($0) }, to: &writer)
        case .stringArray(let values): write(values.map { .string($0) }, to: &writer)
        case .stringConvertibleArray(let values): write(values.map { .string($0.description) }, to: &writer)
        default: break
        }
        writer.endObject()
    }

    private static func write(_ values: [SpanAttribute], to writer: inout JSONWriter) {
        writer.key("arrayValue")
        writer.beginObject()
        writer.key("values")
        writer.beginArray()
        for value in values { write(value, to: &writer) }
        writer.endArray()
        writer.endObject()
    }

    private static func infinity(_ value: Double) -> String { value < 0 ? "-Infinity" : "Infinity" }
}
