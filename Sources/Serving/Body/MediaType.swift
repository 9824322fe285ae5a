/// A Content-Type: type/subtype in lower case, and its parameters (RFC 9110, section 8.3.1).
struct MediaType: Hashable {
    let essence: String
    /// Names in lower case.
    let parameters: [String: String]

    /// Nil for a value of another form.
    init?(_ value: String) {
        var scanner = HeaderScanner(value)
        guard let type = scanner.token(), scanner.skip("/"), let subtype = scanner.token() else { return nil }
        var parameters: [String: String] = [:]
        while true {
            scanner.skipSpace()
            if scanner.isAtEnd { break }
            guard scanner.skip(";") else { return nil }
            scanner.skipSpace()
            if scanner.isAtEnd { break }
            guard let name = scanner.token(), scanner.skip("="), let text = scanner.tokenOrQuoted() else { return nil }
            guard parameters.updateValue(text, forKey: name.lowercased()) == nil else { return nil }
        }
        essence = "\(type)/\(subtype)".lowercased()
        self.parameters = parameters
    }
}
