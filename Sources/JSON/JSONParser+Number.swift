extension JSONParser {
    enum Number {
        case integer(Int)
        case double(Double)
    }

    /// Reads a number. The result is correctly rounded: by exact arithmetic or 128 bits where they decide, by the
    /// standard library's conversion otherwise.
    mutating func number() throws(JSONError) -> Number {
        let start = offset
        let isNegative = bytes[offset] == UInt8(ascii: "-")
        if isNegative { offset += 1 }
        guard let first = digit() else { throw syntax("a digit is expected after the minus sign") }
        var mantissa: UInt64 = 0
        var digitCount = 0
        if first == 0 {
            offset += 1
            if digit() != nil { throw syntax("a number must not begin with a zero before other digits") }
        } else {
            takeDigits(&mantissa, &digitCount)
        }
        var exponent = 0
        var isInteger = true
        if offset < bytes.count, bytes[offset] == UInt8(ascii: ".") {
            isInteger = false
            offset += 1
            let fraction = offset
            takeDigits(&mantissa, &digitCount)
            guard offset > fraction else { throw syntax("a digit is expected after the decimal point") }
            exponent = fraction - offset
        }
        if offset < bytes.count, bytes[offset] | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            exponent += try writtenExponent()
        }
        // Nineteen significant digits always fit in 64 bits.
        if digitCount <= 19 {
            if isInteger, !(isNegative && mantissa == 0) {
                if !isNegative, let integer = Int(exactly: mantissa) { return .integer(integer) }
                if isNegative, mantissa <= 1 << 63 { return .integer(Int(truncatingIfNeeded: 0 &- mantissa)) }
            }
            if let double = Self.exactDouble(mantissa, exponent)
                ?? PowerOfFive.nearestDouble(mantissa, timesTenTo: exponent)
            {
                return .double(isNegative ? -double : double)
            }
        }
        return .double(try convertedDouble(from: start))
    }

    /// A product or quotient of two exact doubles is correctly rounded (Clinger's fast path): mantissas to 2^53 and
    /// powers of ten to 10^22 are exact.
    @inline(__always)
    private static func exactDouble(_ mantissa: UInt64, _ exponent: Int) -> Double? {
        if mantissa == 0 { return 0 }
        guard mantissa <= 1 << 53, exponent >= -22, exponent <= 22 else { return nil }
        let double = Double(mantissa)
        return exponent < 0 ? double / powersOfTen[-exponent] : double * powersOfTen[exponent]
    }

    private static let powersOfTen: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]

    private func convertedDouble(from start: Int) throws(JSONError) -> Double {
        guard offset - start <= 4096 else {
            throw JSONError(kind: .limit, message: "a number has more than 4096 characters", offset: start)
        }
        let text = String(decoding: bytes[start..<offset], as: UTF8.self)
        guard let double = Double(text), double.isFinite else {
            throw JSONError(kind: .numberRange, message: "a number is beyond the range of a double", offset: start)
        }
        return double
    }

    /// Reads `e`, a sign and digits; huge exponents are cut to a size that still overflows or underflows.
    private mutating func writtenExponent() throws(JSONError) -> Int {
        offset += 1
        var isNegative = false
        if offset < bytes.count, bytes[offset] == UInt8(ascii: "+") || bytes[offset] == UInt8(ascii: "-") {
            isNegative = bytes[offset] == UInt8(ascii: "-")
            offset += 1
        }
        guard digit() != nil else { throw syntax("a digit is expected in the exponent") }
        var exponent = 0
        while let value = digit() {
            exponent = min(exponent * 10 + Int(value), 1_000_000)
            offset += 1
        }
        return isNegative ? -exponent : exponent
    }

    /// Appends digits to `mantissa` (wrapping: it is used only when `count` says it did not) and counts those from the
    /// first one that is not zero.
    @inline(__always)
    private mutating func takeDigits(_ mantissa: inout UInt64, _ count: inout Int) {
        // Locals, so that they stay in registers; `index` is compared with the end before each read.
        var index = offset
        var value = mantissa
        let end = bytes.count
        // Zeros in front of the first other digit do not count.
        if count == 0 { while index < end, bytes[index] == UInt8(ascii: "0") { index += 1 } }
        let start = index
        while index < end {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { break }
            value = value &* 10 &+ UInt64(digit)
            index += 1
        }
        count += index - start
        mantissa = value
        offset = index
    }

    @inline(__always)
    private func digit() -> UInt8? {
        guard offset < bytes.count else { return nil }
        let value = bytes[offset] &- UInt8(ascii: "0")
        return value <= 9 ? value : nil
    }
}
