/// What may not stand in a line of log as it is, whoever sent it.
enum LogText {
    /// Control characters (C0, DEL, C1), what ends a line elsewhere (U+2028, U+2029), and what turns the direction of text
    /// around: with them a client could forge lines, or hide some, on the screen of who reads them.
    static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }

    /// Four lower-case hexadecimal digits; every harmful character has so many at most.
    static func digits(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
