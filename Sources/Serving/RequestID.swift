import HTTPServer
import HTTPTypes
import Telemetry

/// What one request is called in the log and in its answer's `X-Request-Id`.
struct RequestID: Sendable, Hashable, CustomStringConvertible {
    let description: String

    /// The client's own, if it is 1 to 128 visible ASCII characters, else a new one.
    init(_ headers: HTTPFields) {
        let given = HTTPField.Name.xRequestID.flatMap { headers[$0] } ?? ""
        let isSane = (1...128).contains(given.utf8.count) && given.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        description = isSane ? given : Self.random()
    }

    /// The answer with it.
    func marking(_ response: ServerResponse) -> ServerResponse {
        var response = response
        if let name = HTTPField.Name.xRequestID { response.headers[name] = description }
        return response
    }

    /// A new one: 32 hexadecimal digits.
    private static func random() -> String {
        HexadecimalDigits.text(.random(in: 0 ... .max)) + HexadecimalDigits.text(.random(in: 0 ... .max))
    }
}

extension HTTPField.Name {
    /// Not registered, and understood everywhere.
    static let xRequestID = HTTPField.Name("X-Request-Id")
}
