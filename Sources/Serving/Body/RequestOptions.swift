import HTTPTypes
import JSON

/// What a request asks for beside its images. A query parameter wins over a field of the body.
struct RequestOptions: Hashable {
    /// 1 and more, nil for the task's default.
    var topK: Int?
    /// 0...1.
    var threshold: Float?
    var dimensions: Int?
    var encoding = Encoding.float
    /// Above 0.
    var timeoutSeconds: Double?

    enum Encoding: String, Hashable {
        case float
        case base64
    }

    /// A text of the query or a form, or a value of JSON.
    enum Source {
        case text(String)
        case json(JSONValue)
    }

    static let names = ["top_k", "threshold", "dimensions", "encoding_format", "timeout_seconds"]

    /// - Throws: `ServingError` that names the option.
    init(_ sources: [String: Source], timeoutHeader: String? = nil) throws(ServingError) {
        if let source = sources["top_k"] { topK = try Self.count(source, "top_k") }
        if let source = sources["dimensions"] { dimensions = try Self.count(source, "dimensions") }
        if let source = sources["threshold"] {
            guard let value = Self.number(source), (0...1).contains(value) else {
                throw Self.wrong("threshold", "a number from 0 to 1", source)
            }
            threshold = Float(value)
        }
        if let source = sources["encoding_format"] {
            guard let text = Self.string(source), let encoding = Encoding(rawValue: text) else {
                throw Self.wrong("encoding_format", "\"float\" or \"base64\"", source)
            }
            self.encoding = encoding
        }
        for source in [sources["timeout_seconds"], timeoutHeader.map(Source.text)].compactMap({ $0 }) {
            guard let value = Self.number(source), value > 0 else {
                throw Self.wrong(
                    "timeout_seconds (or the header Request-Timeout)", "a number of seconds above 0", source)
            }
            timeoutSeconds = min(timeoutSeconds ?? value, value)
        }
    }

    /// A whole number from 1 up; one that no Int holds is as good as the largest, since it is cut anyway.
    private static func count(_ source: Source, _ name: String) throws(ServingError) -> Int {
        let expected = "a whole number from 1 up"
        switch source {
        case .text(let text):
            guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                throw wrong(name, expected, source)
            }
            guard text.utf8.contains(where: { $0 != 0x30 }) else { throw wrong(name, expected, source) }
            return Int(text) ?? .max
        case .json(.integer(let value)) where value >= 1:
            return value
        case .json(.number(let value)) where value >= 9e18:
            return .max
        case .json:
            throw wrong(name, expected, source)
        }
    }

    private static func number(_ source: Source) -> Double? {
        switch source {
        case .text(let text):
            // The grammar of JSON numbers: no "inf", "nan" or hexadecimal, which Double would take.
            guard let value = try? JSONParser.parse(Array(text.utf8)) else { return nil }
            return value.double
        case .json(let value): return value.double
        }
    }

    private static func string(_ source: Source) -> String? {
        switch source {
        case .text(let text): text
        case .json(let value): value.string
        }
    }

    private static func wrong(_ name: String, _ expected: String, _ source: Source) -> ServingError {
        let got =
            switch source {
            case .text(let text): "\"\(text.prefix(40))\""
            case .json(let value):
                switch value {
                case .integer(let number): "\(number)"
                case .number(let number): "\(number)"
                case .string(let text): "\"\(text.prefix(40))\""
                default: value.kindName
                }
            }
        return ServingError(.malformed, "\(name) must be \(expected), not \(got)")
    }
}
