extension JSONParser {
    /// Reads a string, from its opening quotation mark past the closing one.
    mutating func string() throws(JSONError) -> String {
        let start = offset + 1
        let end = plainEnd(from: start)
        if end < bytes.count, bytes[end] == UInt8(ascii: "\"") {
            offset = end + 1
            guard let text = String(validating: bytes[start..<end], as: UTF8.self) else {
                throw JSONError(kind: .encoding, message: "a string is not valid UTF-8", offset: start)
            }
            return text
        }
        return try escapedString(from: start)
    }

    /// The place of the first byte from `start` that ends a string or needs a look: `"`, `\`, a control character; or
    /// the end of the document.
    private func plainEnd(from start: Int) -> Int {
        var index = start
        // Eight bytes at a time: the classic test for a zero byte, on the word xored with the byte sought, and for a
        // byte below 0x20. False alarms (from a borrow) only end the fast loop early.
        while bytes.count - index >= 8, let base = bytes.baseAddress {
            let word = UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self)
            let quote = word ^ 0x2222_2222_2222_2222
            let backslash = word ^ 0x5C5C_5C5C_5C5C_5C5C
            let found =
                ((quote &- 0x0101_0101_0101_0101) & ~quote)
                | ((backslash &- 0x0101_0101_0101_0101) & ~backslash)
                | ((word &- 0x2020_2020_2020_2020) & ~word)
            if found & 0x8080_8080_8080_8080 != 0 { break }
            index += 8
        }
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
            index += 1
        }
        return index
    }

    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var text: [UInt8] = []
        offset = start
        while true {
            let end = plainEnd(from: offset)
            text.append(contentsOf: bytes[offset..<end])
            offset = end
            guard offset < bytes.count else { throw syntax("a string has no closing quotation mark") }
            switch bytes[offset] {
            case UInt8(ascii: "\""):
                offset += 1
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw JSONError(kind: .encoding, message: "a string is not valid UTF-8", offset: start)
                }
                return string
            case UInt8(ascii: "\\"):
                offset += 1
                try escape(into: &text)
            default:
                throw syntax("a control character in a string must be escaped")
            }
        }
    }

    /// Reads what follows a backslash.
    private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
        guard offset < bytes.count else { throw syntax("an escape is cut off") }
        let byte = bytes[offset]
        offset += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): try unicodeEscape(into: &text)
        default:
            offset -= 1
            throw syntax("an unknown escape")
        }
    }

    /// Reads what follows `\u`, and a second escape where the first is a high surrogate.
    private mutating func unicodeEscape(into text: inout [UInt8]) throws(JSONError) {
        let first = try hexadecimal()
        var value = UInt32(first)
        if first >= 0xD800, first <= 0xDBFF {
            guard bytes.count - offset >= 2, bytes[offset] == UInt8(ascii: "\\"), bytes[offset + 1] == UInt8(ascii: "u")
            else { throw error(.encoding, "a high surrogate is not followed by a low one") }
            offset += 2
            let second = try hexadecimal()
            guard second >= 0xDC00, second <= 0xDFFF else {
                throw error(.encoding, "a high surrogate is not followed by a low one")
            }
            value = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(value) else { throw error(.encoding, "a low surrogate stands alone") }
        text.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt16 {
        guard bytes.count - offset >= 4 else { throw syntax("four hexadecimal digits are expected after \\u") }
        var value: UInt16 = 0
        for _ in 0..<4 {
            let byte = bytes[offset]
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: throw syntax("four hexadecimal digits are expected after \\u")
            }
            value = value << 4 | UInt16(digit)
            offset += 1
        }
        return value
    }
}
