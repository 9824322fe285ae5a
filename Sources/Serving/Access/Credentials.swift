import HTTPTypes

/// The API key that a request has: `Authorization: Bearer KEY`, or `X-API-Key: KEY`.
enum Credentials: Sendable, Hashable {
    case none
    case key(String)
    /// Different ones; which of them is meant is not guessed.
    case several

    init(_ headers: HTTPFields) {
        var keys = headers[values: .authorization].compactMap(Self.bearerToken)
        if let name = HTTPField.Name.xAPIKey { keys += headers[values: name].map(Self.trimmed) }
        keys.removeAll { $0.isEmpty }
        guard let first = keys.first else {
            self = .none
            return
        }
        self = keys.allSatisfy { $0 == first } ? .key(first) : .several
    }

    /// What follows the scheme, which may be in any case (RFC 9110 section 11.1); nil for another scheme, which may be a
    /// proxy's.
    private static func bearerToken(_ field: String) -> String? {
        let field = trimmed(field)
        guard let space = field.firstIndex(of: " "), field[..<space].lowercased() == "bearer" else { return nil }
        return trimmed(String(field[space...]))
    }

    private static func trimmed(_ text: String) -> String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        var text = text[...]
        while text.first.map(isBlank) == true { text.removeFirst() }
        while text.last.map(isBlank) == true { text.removeLast() }
        return String(text)
    }
}

extension HTTPField.Name {
    /// Not registered, and understood everywhere.
    static let xAPIKey = HTTPField.Name("X-API-Key")
}
