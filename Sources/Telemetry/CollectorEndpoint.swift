/// Where spans are sent to: a collector of OTLP over plain HTTP.
package struct CollectorEndpoint: Sendable, Hashable, CustomStringConvertible {
    /// A name or a numeric address, without brackets.
    let host: String
    let port: Int
    /// With `/v1/traces` at its end.
    let path: String

    /// The port of OTLP over HTTP.
    private static let defaultPort = 4318

    /// Reads `http://host[:port][/path]`, to which `/v1/traces` is added as for OTEL_EXPORTER_OTLP_ENDPOINT.
    ///
    /// - Throws: `TelemetryError` that says what is wrong.
    package init(_ text: String) throws(TelemetryError) {
        func refused(_ reason: String) -> TelemetryError {
            TelemetryError(.endpoint, "\(reason); expected http://HOST:PORT, such as http://127.0.0.1:4318")
        }
        let scheme = "http://"
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw refused("the collector's address has characters that no address has")
        }
        guard text.prefix(scheme.count).lowercased() == scheme else {
            throw refused(
                text.lowercased().hasPrefix("https://")
                    ? "spans are sent over plain HTTP only, not https" : "the collector's address is not an http:// one"
            )
        }
        let rest = text.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" }
        guard !rest.contains(where: { "?#".contains($0) }), !authority.contains("@") else {
            throw refused("the collector's address must have no user, query or fragment")
        }
        var (host, portText) = (authority, Substring())
        if authority.first == "[" {
            guard let end = authority.firstIndex(of: "]") else { throw refused("the collector's host has no ]") }
            host = authority[authority.index(after: authority.startIndex)..<end]
            portText = authority[authority.index(after: end)...]
            guard portText.isEmpty || portText.first == ":" else { throw refused("after ] only a port may come") }
        } else if let colon = authority.firstIndex(of: ":") {
            (host, portText) = (authority[..<colon], authority[colon...])
        }
        guard !host.isEmpty else { throw refused("the collector's address has no host") }
        let digits = portText.dropFirst()
        guard portText.isEmpty || digits.allSatisfy({ $0.isASCII && $0.isNumber }),
            let port = portText.isEmpty ? Self.defaultPort : Int(digits), (1...65535).contains(port)
        else { throw refused("the collector's port is not a number from 1 to 65535") }
        self.host = String(host)
        self.port = port
        var base = rest.dropFirst(authority.count)
        while base.last == "/" { base = base.dropLast() }
        path = base + "/v1/traces"
    }

    /// The value of `Host`.
    var authority: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    package var description: String { "http://\(authority)\(path)" }
}
