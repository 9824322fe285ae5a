/// The id of a trace: 16 bytes that are not all zero (W3C Trace Context section 3.2.2.3).
package struct TraceID: Sendable, Hashable, CustomStringConvertible {
    private let high: UInt64
    /// The rightmost eight bytes, those that are random whoever made the id.
    let low: UInt64

    /// Nil for all zeros.
    package init?(high: UInt64, low: UInt64) {
        guard high != 0 || low != 0 else { return nil }
        self.high = high
        self.low = low
    }

    /// Of 32 lower-case hexadecimal digits; nil if they are anything else, or all zero.
    package init?(_ digits: some RandomAccessCollection<UInt8>) {
        guard digits.count == 32, let high = HexadecimalDigits.value(digits.prefix(16)),
            let low = HexadecimalDigits.value(digits.suffix(16))
        else { return nil }
        self.init(high: high, low: low)
    }

    /// A new one.
    package static func random() -> TraceID {
        while true {
            if let id = TraceID(high: .random(in: 0 ... .max), low: .random(in: 0 ... .max)) { return id }
        }
    }

    package var description: String { HexadecimalDigits.text(high, low) }
}
