/// A strict reader of RFC 8259: UTF-8 without a byte order mark, one value, nothing after it but white space.
///
/// Refused: duplicate names (by Unicode equality), lone surrogates, raw control characters, numbers beyond a double's
/// range, comments, trailing commas, and whatever is over a limit. It takes linear time and recurses to
/// `JSONLimits.depthLimit`.
package struct JSONParser {
    /// Reads `bytes` as one JSON document.
    package static func parse(_ bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONError) -> JSONValue {
        let result = bytes.withUnsafeBufferPointer { buffer -> Result<JSONValue, JSONError> in
            do throws(JSONError) { return .success(try parse(buffer, limits: limits)) } catch { return .failure(error) }
        }
        return try result.get()
    }

    /// Reads a buffer as one JSON document; the value keeps nothing of the buffer.
    package static func parse(
        _ buffer: UnsafeBufferPointer<UInt8>, limits: JSONLimits = JSONLimits()
    ) throws(JSONError) -> JSONValue {
        guard buffer.count <= limits.byteLimit else {
            throw JSONError(
                kind: .limit, message: "the document has \(buffer.count) bytes, the limit is \(limits.byteLimit)",
                offset: 0)
        }
        var parser = JSONParser(bytes: buffer, limits: limits)
        return try parser.document()
    }

    /// Every read through it is behind a comparison of `offset` with `count`.
    let bytes: UnsafeBufferPointer<UInt8>
    let limits: JSONLimits
    var offset = 0
    var depth = 0
    var valueCount = 0

    private init(bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    private mutating func document() throws(JSONError) -> JSONValue {
        skipWhitespace()
        let value = try value()
        skipWhitespace()
        guard offset == bytes.count else { throw syntax("the document goes on after its value") }
        return value
    }

    private mutating func value() throws(JSONError) -> JSONValue {
        guard offset < bytes.count else { throw syntax("the document ends where a value is expected") }
        try countValue()
        switch bytes[offset] {
        case UInt8(ascii: "{"): return try nested { (parser) throws(JSONError) in try parser.object() }
        case UInt8(ascii: "["): return try nested { (parser) throws(JSONError) in try parser.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            switch try number() {
            case .integer(let integer): return .integer(integer)
            case .double(let double): return .number(double)
            }
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        default: throw syntax("a value is expected here")
        }
    }

    private mutating func nested(
        _ body: (inout JSONParser) throws(JSONError) -> JSONValue
    ) throws(JSONError) -> JSONValue {
        guard depth < min(limits.depthLimit, 512) else {
            throw error(.limit, "arrays and objects are nested deeper than \(min(limits.depthLimit, 512))")
        }
        depth += 1
        offset += 1
        let value = try body(&self)
        depth -= 1
        return value
    }

    /// After `{`.
    private mutating func object() throws(JSONError) -> JSONValue {
        var members: [(key: String, value: JSONValue)] = []
        var names = UniqueNames()
        skipWhitespace()
        if take(UInt8(ascii: "}")) { return .object(JSONObject(members: [])) }
        while true {
            guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else {
                throw syntax("a member name in quotation marks is expected here")
            }
            let start = offset
            let key = try string()
            guard names.insert(key, after: members) else {
                throw JSONError(kind: .duplicateKey, message: "a member name occurs twice in one object", offset: start)
            }
            skipWhitespace()
            guard take(UInt8(ascii: ":")) else { throw syntax("a colon is expected after a member name") }
            skipWhitespace()
            members.append((key, try value()))
            skipWhitespace()
            if take(UInt8(ascii: ",")) {
                skipWhitespace()
                continue
            }
            guard take(UInt8(ascii: "}")) else { throw syntax("a comma or } is expected after a member") }
            return .object(JSONObject(members: members))
        }
    }

    /// After `[`. Numbers are kept compact until an element shows that they cannot be.
    private mutating func array() throws(JSONError) -> JSONValue {
        skipWhitespace()
        if take(UInt8(ascii: "]")) { return .array([]) }
        var numbers: [Double] = []
        var elements: [JSONValue] = []
        var isCompact = true
        while true {
            if isCompact {
                let start = offset
                if let double = try compactNumber() {
                    numbers.append(double)
                } else {
                    offset = start
                    isCompact = false
                    elements = JSONValue.numbers(numbers).array ?? []
                    numbers = []
                }
            }
            if !isCompact { elements.append(try value()) }
            skipWhitespace()
            if take(UInt8(ascii: ",")) {
                skipWhitespace()
                continue
            }
            guard take(UInt8(ascii: "]")) else { throw syntax("a comma or ] is expected after an element") }
            return isCompact ? .numbers(numbers) : .array(elements)
        }
    }

    /// The number here as a double, or nil (having moved on, perhaps) if it is none or would lose something.
    @inline(__always)
    private mutating func compactNumber() throws(JSONError) -> Double? {
        guard offset < bytes.count else { return nil }
        let byte = bytes[offset]
        guard byte == UInt8(ascii: "-") || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")) else { return nil }
        switch try number() {
        case .double(let double):
            // `5.0` and `5` would read back alike from the compact form; that is meant: JSON does not tell them apart.
            try countValue()
            return double
        case .integer(let integer):
            guard integer.magnitude <= 1 << 53 else { return nil }
            try countValue()
            return Double(integer)
        }
    }

    private mutating func literal(_ text: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        let length = text.utf8CodeUnitCount
        guard bytes.count - offset >= length else { throw syntax("a value is cut off") }
        for index in 0..<length where bytes[offset + index] != text.utf8Start[index] {
            throw syntax("a value is expected here")
        }
        offset += length
        return value
    }

    private mutating func countValue() throws(JSONError) {
        valueCount += 1
        guard valueCount <= limits.valueLimit else {
            throw error(.limit, "the document has more than \(limits.valueLimit) values")
        }
    }

    @inline(__always)
    mutating func skipWhitespace() {
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x20, 0x0A, 0x0D, 0x09: offset += 1
            default: return
            }
        }
    }

    @inline(__always)
    private mutating func take(_ byte: UInt8) -> Bool {
        guard offset < bytes.count, bytes[offset] == byte else { return false }
        offset += 1
        return true
    }

    func error(_ kind: JSONError.Kind, _ message: String) -> JSONError {
        JSONError(kind: kind, message: message, offset: offset)
    }

    func syntax(_ message: String) -> JSONError { error(.syntax, message) }
}
