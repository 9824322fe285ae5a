/// Lower-case hexadecimal digits, the only ones that W3C Trace Context allows (HEXDIGLC).
package enum HexadecimalDigits {
    /// The value of 1 to 16 digits; nil if one of them is no digit, or an upper-case one.
    package static func value(_ bytes: some Collection<UInt8>) -> UInt64? {
        guard (1...16).contains(bytes.count) else { return nil }
        var value: UInt64 = 0
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt64(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt64(byte - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        return value
    }

    /// Sixteen digits.
    package static func text(_ value: UInt64) -> String {
        String(unsafeUninitializedCapacity: 16) { write(value, to: $0[...]) }
    }

    /// Thirty-two digits.
    package static func text(_ high: UInt64, _ low: UInt64) -> String {
        String(unsafeUninitializedCapacity: 32) { write(high, to: $0[..<16]) + write(low, to: $0[16...]) }
    }

    /// Writes sixteen digits to the start of `bytes`, which has room for them, and returns their number.
    private static func write(_ value: UInt64, to bytes: Slice<UnsafeMutableBufferPointer<UInt8>>) -> Int {
        var rest = value
        for index in (bytes.startIndex..<bytes.startIndex + 16).reversed() {
            let digit = UInt8(truncatingIfNeeded: rest & 15)
            bytes.base.initializeElement(
                at: index, to: digit + (digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10))
            rest >>= 4
        }
        return 16
    }
}
