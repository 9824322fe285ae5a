/// The sets of bytes of RFC 9110 and RFC 3986, as bit masks over ASCII.
enum CharacterClass {
    /// RFC 9110 section 5.6.2: `tchar`.
    @inline(__always)
    static func isToken(_ byte: UInt8) -> Bool { contains(tokenLow, tokenHigh, byte) }

    /// RFC 3986: `pchar`, `/`, `?`, and `[` `]` for IPv6 authorities; `%` is looked at when it is decoded.
    @inline(__always)
    static func isTarget(_ byte: UInt8) -> Bool { contains(targetLow, targetHigh, byte) }

    /// RFC 3986: `unreserved`, `sub-delims` and `%`: what a registered host name is made of.
    @inline(__always)
    static func isHostName(_ byte: UInt8) -> Bool { contains(hostLow, hostHigh, byte) }

    /// RFC 9110 section 5.5: `field-vchar`, space and tab: everything but the control characters.
    @inline(__always)
    static func isFieldValue(_ byte: UInt8) -> Bool { byte == 0x09 || (byte >= 0x20 && byte != 0x7F) }

    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") <= 9 }

    /// The value of a hexadecimal digit, or nil.
    @inline(__always)
    static func hexadecimalValue(_ byte: UInt8) -> UInt8? {
        let digit = byte &- UInt8(ascii: "0")
        if digit <= 9 { return digit }
        let letter = (byte | 0x20) &- UInt8(ascii: "a")
        return letter <= 5 ? letter + 10 : nil
    }

    @inline(__always)
    private static func contains(_ low: UInt64, _ high: UInt64, _ byte: UInt8) -> Bool {
        let word = byte < 64 ? low : byte < 128 ? high : 0
        return word >> UInt64(byte & 63) & 1 == 1
    }

    private static let alphanumeric: StaticString = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    private static let (tokenLow, tokenHigh) = mask("!#$%&'*+-.^_`|~")
    private static let (targetLow, targetHigh) = mask("-._~!$&'()*+,;=:@/?%[]")
    private static let (hostLow, hostHigh) = mask("-._~!$&'()*+,;=%")

    private static func mask(_ others: StaticString) -> (UInt64, UInt64) {
        var low: UInt64 = 0
        var high: UInt64 = 0
        for text in [alphanumeric, others] {
            text.withUTF8Buffer { bytes in
                for byte in bytes {
                    if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte & 63) }
                }
            }
        }
        return (low, high)
    }
}
