import HTTPTypes

/// Turns a response into the bytes of its head.
struct ResponseWriter {
    private var date = DateField()

    /// The interim response that asks for the content (RFC 9110 section 10.1.1).
    static let continueBytes = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

    /// True if a response of `code` has no content by definition (RFC 9110 section 6.4.1).
    static func isWithoutContent(_ code: Int) -> Bool { code == 204 || code == 304 || code < 200 }

    /// The head of `response`: status line, `Date`, the handler's fields, `Content-Length`, `Connection`, empty line.
    ///
    /// `Connection` is written when it says something: `close`, or `keep-alive` to an HTTP/1.0 client.
    mutating func head(of response: ServerResponse, keepsAlive: Bool, minorVersion: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(192 + 48 * response.headers.count)
        let code = response.status.code
        bytes.append(contentsOf: "HTTP/1.1 ".utf8)
        // HTTPTypes lets codes from 0 to 999 be made; three digits are what the grammar has.
        for divisor in [100, 10, 1] { bytes.append(UInt8(ascii: "0") + UInt8(code / divisor % 10)) }
        bytes.append(0x20)
        let phrase = response.status.reasonPhrase
        bytes.append(contentsOf: (phrase.isEmpty ? ReasonPhrase.usual(code) : phrase).utf8)
        bytes.append(contentsOf: "\r\nDate: ".utf8)
        bytes.append(contentsOf: date.current())
        bytes.append(contentsOf: "\r\n".utf8)
        for field in response.headers {
            switch field.name {
            // What frames the message is the server's.
            case .contentLength, .transferEncoding, .connection, .date: continue
            default: break
            }
            bytes.append(contentsOf: field.name.rawName.utf8)
            bytes.append(contentsOf: ": ".utf8)
            field.withUnsafeBytesOfValue { bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: "\r\n".utf8)
        }
        if !Self.isWithoutContent(code) {
            bytes.append(contentsOf: "Content-Length: ".utf8)
            bytes.append(contentsOf: response.body.count.description.utf8)
            bytes.append(contentsOf: "\r\n".utf8)
        }
        if !keepsAlive {
            bytes.append(contentsOf: "Connection: close\r\n".utf8)
        } else if minorVersion == 0 {
            bytes.append(contentsOf: "Connection: keep-alive\r\n".utf8)
        }
        bytes.append(contentsOf: "\r\n".utf8)
        return bytes
    }
}
