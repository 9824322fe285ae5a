import Tracing

/// A time of the wall clock, made of a time of the monotonic clock.
package struct SpanInstant: TracerInstant {
    package var nanosecondsSinceEpoch: UInt64

    package init(nanosecondsSinceEpoch: UInt64) { self.nanosecondsSinceEpoch = nanosecondsSinceEpoch }

    package static func < (lhs: SpanInstant, rhs: SpanInstant) -> Bool {
        lhs.nanosecondsSinceEpoch < rhs.nanosecondsSinceEpoch
    }
}
