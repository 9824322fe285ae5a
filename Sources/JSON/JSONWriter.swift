/// Writes JSON into bytes, in one pass and without white space.
///
/// Commas and colons come by themselves. The caller keeps the structure right: within an object a `key` before every
/// value, every `begin` ended; a debug build traps on a document that is left open.
///
///     var writer = JSONWriter()
///     writer.beginObject()
///     writer.key("score")
///     writer.value(Float(0.61))
///     writer.endObject()
///     let bytes = writer.finish()
package struct JSONWriter {
    /// What has been written so far.
    package private(set) var bytes: [UInt8] = []
    /// True where the next key or value needs a comma before it.
    private var needsComma = false
    private var depth = 0

    /// Makes a writer with room for `capacity` bytes.
    package init(capacity: Int = 256) {
        bytes.reserveCapacity(capacity)
    }

    /// The finished document.
    package consuming func finish() -> [UInt8] {
        assert(depth == 0, "an object or array was not ended")
        return bytes
    }

    /// Starts an object.
    package mutating func beginObject() { begin(UInt8(ascii: "{")) }

    /// Ends an object.
    package mutating func endObject() { end(UInt8(ascii: "}")) }

    /// Starts an array.
    package mutating func beginArray() { begin(UInt8(ascii: "[")) }

    /// Ends an array.
    package mutating func endArray() { end(UInt8(ascii: "]")) }

    /// Writes a member's name.
    package mutating func key(_ name: String) {
        separate()
        quoted(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a string.
    package mutating func value(_ string: String) {
        separate()
        quoted(string)
    }

    /// Writes an integer.
    package mutating func value(_ integer: Int) {
        separate()
        append(integer.description)
    }

    /// Writes a truth value.
    package mutating func value(_ bool: Bool) {
        separate()
        bytes.append(contentsOf: bool ? "true".utf8 : "false".utf8)
    }

    /// Writes the shortest digits that read back to the same double; NaN and infinities, which JSON lacks, as `null`.
    package mutating func value(_ number: Double) {
        separate()
        append(number.isFinite ? number.description : "null")
    }

    /// Writes the shortest digits that read back to the same float; NaN and infinities, which JSON lacks, as `null`.
    package mutating func value(_ number: Float) {
        separate()
        append(number.isFinite ? number.description : "null")
    }

    /// Writes `null`.
    package mutating func null() {
        separate()
        bytes.append(contentsOf: "null".utf8)
    }

    /// Writes a flat array of floats.
    package mutating func array(_ numbers: some Sequence<Float>) {
        beginArray()
        for number in numbers { value(number) }
        endArray()
    }

    /// Writes a member with a string, or with null for nil.
    package mutating func member(_ name: String, _ string: String?) {
        key(name)
        if let string { value(string) } else { null() }
    }

    /// Writes a member with an integer.
    package mutating func member(_ name: String, _ integer: Int) {
        key(name)
        value(integer)
    }

    /// Writes any value.
    package mutating func value(_ json: JSONValue) {
        switch json {
        case .null: null()
        case .bool(let bool): value(bool)
        case .integer(let integer): value(integer)
        case .number(let number): value(number)
        case .string(let string): value(string)
        case .array(let elements):
            beginArray()
            for element in elements { value(element) }
            endArray()
        case .numbers:
            beginArray()
            for element in json.array ?? [] { value(element) }
            endArray()
        case .object(let object):
            beginObject()
            for member in object.members {
                key(member.key)
                value(member.value)
            }
            endObject()
        }
    }

    /// Writes bytes that are one JSON value already; they are not checked.
    package mutating func raw(_ json: [UInt8]) {
        separate()
        bytes.append(contentsOf: json)
    }

    private mutating func begin(_ byte: UInt8) {
        separate()
        bytes.append(byte)
        needsComma = false
        depth += 1
    }

    private mutating func end(_ byte: UInt8) {
        bytes.append(byte)
        needsComma = true
        depth -= 1
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    /// Copies the text as it is. A contiguous buffer is copied several times faster than a `UTF8View`.
    private mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    /// Escapes what RFC 8259 demands: quotation mark, backslash, control characters. What needs no escape is copied in
    /// runs.
    private mutating func quoted(_ string: String) {
        bytes.append(UInt8(ascii: "\""))
        var string = string
        string.withUTF8 { text in
            var start = 0
            for index in 0..<text.count {
                let byte = text[index]
                guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
                bytes.append(contentsOf: text[start..<index])
                start = index + 1
                escape(byte)
            }
            bytes.append(contentsOf: text[start...])
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func escape(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0..<0x20:
            bytes.append(contentsOf: "u00".utf8)
            for nibble in [byte >> 4, byte & 15] {
                bytes.append(nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10)
            }
        default: bytes.append(byte)
        }
    }
}
