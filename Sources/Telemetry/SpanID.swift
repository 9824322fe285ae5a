/// The id of a span in its trace: 8 bytes that are not all zero (W3C Trace Context section 3.2.2.4, "parent-id").
package struct SpanID: Sendable, Hashable, CustomStringConvertible {
    private let value: UInt64

    /// Nil for 0.
    package init?(_ value: UInt64) {
        guard value != 0 else { return nil }
        self.value = value
    }

    /// Of 16 lower-case hexadecimal digits; nil if they are anything else, or all zero.
    package init?(_ digits: some RandomAccessCollection<UInt8>) {
        guard digits.count == 16, let value = HexadecimalDigits.value(digits) else { return nil }
        self.init(value)
    }

    /// A new one.
    package static func random() -> SpanID {
        while true {
            if let id = SpanID(UInt64.random(in: 0 ... .max)) { return id }
        }
    }

    package var description: String { HexadecimalDigits.text(value) }
}
