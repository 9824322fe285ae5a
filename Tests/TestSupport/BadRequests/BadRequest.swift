/// A request that must be refused, with what status, and where it is written that it is bad.
///
/// `bytes` are enough to refuse it, whatever follows.
package struct BadRequest: Sendable, CustomStringConvertible {
    /// Begins with the section or the CVE that it stands for.
    package let name: String
    package let bytes: [UInt8]
    package let status: Int

    init(_ name: String, _ text: String, _ status: Int = 400) {
        self.init(name, bytes: Array(text.utf8), status)
    }

    init(_ name: String, bytes: [UInt8], _ status: Int = 400) {
        self.name = name
        self.bytes = bytes
        self.status = status
    }

    package var description: String { name }

    static func get(_ fields: String) -> String { "GET / HTTP/1.1\r\nHost: x\r\n\(fields)\r\n" }
    static func post(_ fields: String, _ body: String = "") -> String {
        "POST / HTTP/1.1\r\nHost: x\r\n\(fields)\r\n\(body)"
    }
    static func chunked(_ body: String) -> String { post("Transfer-Encoding: chunked\r\n", body) }

    package static let all =
        requestLines + targets + hosts + fields + lengths + codings + chunks + trailers + otherProtocols
}
