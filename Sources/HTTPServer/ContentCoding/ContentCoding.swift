/// A coding of a message's content (RFC 9110 section 8.4.1), both made by zlib.
package enum ContentCoding: String, Sendable, CaseIterable {
    /// RFC 1952.
    case gzip
    /// RFC 1950; some clients mean bare RFC 1951 by it, which is read as well.
    case deflate

    /// What `Content-Encoding` says: nil for none.
    ///
    /// - Throws: `ContentCodingError.unsupported` for another coding, or for several.
    package static func applied(_ contentEncoding: String?) throws(ContentCodingError) -> ContentCoding? {
        let names = elements(contentEncoding ?? "").map(\.name).filter { $0 != "identity" }
        guard let name = names.first else { return nil }
        guard names.count == 1, let coding = ContentCoding(name: name) else { throw .unsupported }
        return coding
    }

    /// The coding that a client would rather have than none, by its `Accept-Encoding` (RFC 9110 section 12.5.3); nil for none.
    package static func preferred(_ acceptEncoding: String?) -> ContentCoding? {
        guard let acceptEncoding else { return nil }
        var weights: [ContentCoding: Int] = [:]
        var identity: Int?
        var rest: Int?
        for element in elements(acceptEncoding) {
            switch element.name {
            case "identity": identity = element.weight
            case "*": rest = element.weight
            default: if let coding = ContentCoding(name: element.name) { weights[coding] = element.weight }
            }
        }
        if let rest { for coding in allCases where weights[coding] == nil { weights[coding] = rest } }
        // Of equal ones the first that is declared above.
        guard
            let best = allCases.filter({ weights[$0] ?? 0 > 0 }).max(by: {
                weights[$0, default: 0] < weights[$1, default: 0]
            }),
            weights[best, default: 0] >= identity ?? 0
        else { return nil }
        return best
    }

    private init?(name: String) {
        // RFC 9110 section 8.4.1.3: the older name is the same.
        self.init(rawValue: name == "x-gzip" ? "gzip" : name)
    }

    /// The names of a list, in lower case, with their weights in thousandths; an element that cannot be read weighs nothing.
    private static func elements(_ field: String) -> [(name: String, weight: Int)] {
        field.split(separator: ",").compactMap { element in
            let parts = element.split(separator: ";", omittingEmptySubsequences: false).map { part in
                part.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" }.lowercased()
            }
            guard let name = parts.first, !name.isEmpty else { return nil }
            guard parts.count > 1 else { return (name, 1000) }
            guard parts.count == 2, parts[1].hasPrefix("q=") else { return (name, 0) }
            return (name, weight(parts[1].dropFirst(2)) ?? 0)
        }
    }

    /// `0` to `1` with at most three decimals (RFC 9110 section 12.4.2), in thousandths.
    private static func weight(_ text: Substring) -> Int? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = parts.first, whole == "0" || whole == "1" else { return nil }
        let decimals = parts.count == 2 ? parts[1] : ""
        guard decimals.utf8.count <= 3, decimals.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let padded = decimals + String(repeating: "0", count: 3 - decimals.utf8.count)
        guard let thousandths = Int(padded) else { return nil }
        let weight = whole == "1" ? 1000 + thousandths : thousandths
        return weight <= 1000 ? weight : nil
    }
}
