import HTTPServer
import HTTPTypes
import Synchronization
import Telemetry

/// What one request is called in the log and in its answer's `X-Request-Id`.
struct RequestID: Sendable, Hashable, CustomStringConvertible {
    let description: String

    /// The client's own, if it is 1 to 128 visible ASCII characters, else a new one.
    init(_ headers: HTTPFields) {
        let given = HTTPField.Name.xRequestID.flatMap { headers[$0] } ?? ""
        let isSane = (1...128).contains(given.utf8.count) && given.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        description = isSane ? given : Self.new()
    }

    /// Puts it on an answer, in the place of any other.
    func mark(_ response: inout ServerResponse) {
        guard let name = HTTPField.Name.xRequestID else { return }
        if response.headers.contains(name) { response.headers[values: name] = [] }
        response.headers.append(HTTPField(name: name, value: description))
    }

    /// A new one: 32 hexadecimal digits. The first half is the process's, the second no other request of it has, so that none costs
    /// a question to the system's source of random numbers. It is a name, not a secret.
    private static func new() -> String {
        var number = first &+ count.wrappingAdd(1, ordering: .relaxed).oldValue
        // The finalizer of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): every number has its own, and neighbours do not look alike.
        number = (number ^ (number >> 30)) &* 0xBF58_476D_1CE4_E5B9
        number = (number ^ (number >> 27)) &* 0x94D0_49BB_1331_11EB
        return HexadecimalDigits.text(process, number ^ (number >> 31))
    }

    private static let process = UInt64.random(in: 0 ... .max)
    private static let first = UInt64.random(in: 0 ... .max)
    private static let count = Atomic<UInt64>(0)
}

extension HTTPField.Name {
    /// Not registered, and understood everywhere.
    static let xRequestID = HTTPField.Name("X-Request-Id")
}
