package import JSON

/// What the value of a setting may be.
package enum SettingType: Sendable, Equatable {
    /// A whole number.
    case integer(ClosedRange<Int>)
    /// A whole number of bytes, or a text with a unit: see `ByteSize`.
    case bytes(ClosedRange<Int>)
    /// A number of seconds.
    case seconds(NumberRange)
    /// A number without a unit.
    case number(NumberRange)
    case boolean
    /// Any text but the empty one.
    case text
    /// One of several words.
    case choice([String])
    /// Any number of texts that are not empty: an array, or one text with commas between them.
    case list

    /// The value that JSON holds, in one form for all its spellings: `.integer` for whole numbers and bytes, `.number` for
    /// seconds and other numbers, `.array` of strings for lists; nil if it is not of this type or out of range.
    package func value(_ json: JSONValue) -> JSONValue? {
        switch self {
        case .integer(let range):
            return json.integer.flatMap { range.contains($0) ? .integer($0) : nil }
        case .bytes(let range):
            return (json.string.flatMap(ByteSize.parse) ?? json.integer)
                .flatMap { range.contains($0) ? .integer($0) : nil }
        case .seconds(let range), .number(let range):
            return json.double.flatMap { range.contains($0) ? .number($0) : nil }
        case .boolean:
            return json.bool.map { .bool($0) }
        case .text:
            return json.string.flatMap { $0.isEmpty ? nil : .string($0) }
        case .choice(let words):
            return json.string.flatMap { words.contains($0) ? .string($0) : nil }
        case .list:
            let texts =
                if let text = json.string { Self.parts(text) } else { json.array.map { $0.map(\.string) } }
            guard let texts, texts.allSatisfy({ $0?.isEmpty == false }) else { return nil }
            return .array(texts.compactMap { $0.map { .string($0) } })
        }
    }

    /// The value that a text of the command line or the environment stands for: numbers as JSON spells them, truth also as 1
    /// and 0, words in any case; nil if it is not of this type or out of range.
    package func value(text: String) -> JSONValue? {
        switch self {
        case .integer, .seconds, .number:
            // By the grammar of JSON, so that neither "nan" nor "0x10" is a number.
            return (try? JSONParser.parse(Array(text.utf8))).flatMap { value($0) }
        case .boolean:
            switch text {
            case "true", "1": return .bool(true)
            case "false", "0": return .bool(false)
            default: return nil
            }
        case .choice: return value(.string(text.lowercased()))
        case .bytes, .text, .list: return value(.string(text))
        }
    }

    /// What is expected, for messages: "a whole number from 0 to 65535".
    package var expectation: String {
        switch self {
        case .integer(let range): return "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .bytes(let range):
            return "bytes from \(range.lowerBound) to \(range.upperBound), as a number or a text like \"32MiB\""
        case .seconds(let range): return "a number of seconds \(range)"
        case .number(let range): return "a number \(range)"
        case .boolean: return "true or false"
        case .text: return "a text that is not empty"
        case .choice(let words): return "one of " + words.joined(separator: ", ")
        case .list: return "texts, in a list or with commas between them"
        }
    }

    /// What stands between the commas, without the spaces around it.
    private static func parts(_ text: String) -> [String?] {
        text.split(separator: ",", omittingEmptySubsequences: false).map { part in
            var part = part
            while part.first == " " { part.removeFirst() }
            while part.last == " " { part.removeLast() }
            return String(part)
        }
    }
}
