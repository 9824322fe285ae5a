import HTTPTypes

/// Turns a response into bytes.
struct ResponseWriter {
    private var date = DateField()

    /// The interim response that asks for the content (RFC 9110 section 10.1.1).
    static let continueBytes = Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)

    /// Content of up to so many bytes is copied behind its head: one piece is sent faster than two.
    private static let copiedByteCount = 4096

    /// True if a response of `code` has no content by definition (RFC 9110 section 6.4.1).
    static func isWithoutContent(_ code: Int) -> Bool { code == 204 || code == 304 || code < 200 }

    /// The head of `response`: status line, `Date`, the handler's fields, `Content-Length`, `Connection`, empty line; and
    /// its content, in the same array where it is small.
    ///
    /// `Connection` is written when it says something: `close`, or `keep-alive` to an HTTP/1.0 client.
    ///
    /// - Parameter isHead: the content is not sent, since the request was HEAD.
    mutating func bytes(
        of response: ServerResponse, keepsAlive: Bool, minorVersion: Int, isHead: Bool = false
    ) -> (head: [UInt8], content: [UInt8]) {
        let hasContent = !isHead && !Self.isWithoutContent(response.status.code)
        let content = hasContent ? response.body : []
        let isCopied = content.count <= Self.copiedByteCount
        let date = date.current()
        // Enough for nearly all; counting first would take as long as writing.
        var capacity = 256 + 64 * response.headers.count + (isCopied ? content.count : 0)
        while true {
            var isOverfull = false
            let head = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
                var output = ByteWriter(buffer)
                Self.write(response, date, keepsAlive: keepsAlive, minorVersion: minorVersion, to: &output)
                if isCopied { output.write(content) }
                isOverfull = output.isOverfull
                count = output.count
            }
            if !isOverfull { return (head, isCopied ? [] : content) }
            capacity *= 2
        }
    }

    /// Writes the head.
    private static func write(
        _ response: ServerResponse, _ date: [UInt8], keepsAlive: Bool, minorVersion: Int, to output: inout ByteWriter
    ) {
        let code = response.status.code
        output.write("HTTP/1.1 ")
        // HTTPTypes lets codes from 0 to 999 be made; three digits are what the grammar has.
        for divisor in [100, 10, 1] { output.write(UInt8(ascii: "0") + UInt8(code / divisor % 10)) }
        output.write(0x20)
        let phrase = response.status.reasonPhrase
        output.write(phrase.isEmpty ? ReasonPhrase.usual(code) : phrase)
        output.write("\r\nDate: ")
        output.write(date)
        output.write("\r\n")
        for field in response.headers where !isFraming(field.name) {
            output.write(field.name.rawName)
            output.write(": ")
            field.withUnsafeBytesOfValue { output.write($0) }
            output.write("\r\n")
        }
        if !isWithoutContent(code) {
            output.write("Content-Length: ")
            output.write(decimal: response.body.count)
            output.write("\r\n")
        }
        if !keepsAlive {
            output.write("Connection: close\r\n")
        } else if minorVersion == 0 {
            output.write("Connection: keep-alive\r\n")
        }
        output.write("\r\n")
    }

    /// Whether a field frames the message, which is the server's to say.
    private static func isFraming(_ name: HTTPField.Name) -> Bool {
        switch name.canonicalName.utf8.count {
        case 4: name == .date
        case 10: name == .connection
        case 14: name == .contentLength
        case 17: name == .transferEncoding
        default: false
        }
    }
}
