import JSON

/// How the value of an option is read, whatever it came in.
extension RequestOptions.Source {
    /// A whole number from 1 up; one that no Int holds is as good as the largest, since it is cut anyway.
    func count(_ name: RequestOptions.Name) throws(ServingError) -> Int {
        let expected = "a whole number from 1 up"
        switch self {
        case .text(let text):
            guard ClassNames.isDecimal(text), text.utf8.contains(where: { $0 != 0x30 }) else {
                throw wrong(name, expected)
            }
            return Int(text) ?? .max
        case .json(.integer(let value)) where value >= 1:
            return value
        case .json(.number(let value)) where value >= 9e18:
            return .max
        case .json:
            throw wrong(name, expected)
        }
    }

    /// A list of JSON, or a text of names between commas. A text that begins with `[` is a list of JSON too, for labels
    /// that have commas themselves.
    func classes(_ name: RequestOptions.Name) throws(ServingError) -> [ClassName] {
        let expected = "a list of one or more indices, labels or groups"
        var classes: [ClassName] = []
        if case .text(let text) = self, !text.hasPrefix("[") {
            for entry in text.split(separator: ",", omittingEmptySubsequences: false) {
                let trimmed = Self.trimmed(entry)
                guard !trimmed.isEmpty else { throw wrong(name, expected) }
                classes.append(.text(trimmed))
            }
            return classes
        }
        guard let list = value?.array, !list.isEmpty else { throw wrong(name, expected) }
        for entry in list {
            guard let entry = ClassName(entry) else { throw wrong(name, expected) }
            classes.append(entry)
        }
        return classes
    }

    func flag(_ name: RequestOptions.Name) throws(ServingError) -> Bool {
        switch self {
        case .text("true"), .json(.bool(true)): return true
        case .text("false"), .json(.bool(false)): return false
        default: throw wrong(name, "true or false")
        }
    }

    /// The grammar of JSON numbers: no "inf", "nan" or hexadecimal, which Double would take.
    var number: Double? { value?.double }

    var string: String? {
        switch self {
        case .text(let text): text
        case .json(let value): value.string
        }
    }

    /// The value of JSON, also where it is written in a text; nil for a text that is none.
    var value: JSONValue? {
        switch self {
        case .text(let text): try? JSONParser.parse(Array(text.utf8))
        case .json(let value): value
        }
    }

    /// The error for this value.
    func wrong(_ name: RequestOptions.Name, _ expected: String, also: String = "") -> ServingError {
        let got =
            switch self {
            case .text(let text): "\"\(text.prefix(40))\""
            case .json(let value):
                switch value {
                case .integer(let number): "\(number)"
                case .number(let number): "\(number)"
                case .string(let text): "\"\(text.prefix(40))\""
                default: value.kindName
                }
            }
        let subject = also.isEmpty ? name.rawValue : "\(name.rawValue) \(also)"
        return ServingError(.malformed, "\(subject) must be \(expected), not \(got)", parameter: name.rawValue)
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0 == " " }
        return String(start.reversed().drop { $0 == " " }.reversed())
    }
}
