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
        let code = response.status.code
        let hasLength = !Self.isWithoutContent(code)
        let content = hasLength && !isHead ? response.body : []
        let isCopied = content.count <= Self.copiedByteCount
        var phrase = response.status.reasonPhrase
        if phrase.isEmpty { phrase = ReasonPhrase.usual(code) }
        let fields = response.headers
        var fieldBytes = 0
        // By index: a field that is taken out as a whole is copied, which costs more than its bytes.
        for index in fields.indices {
            fieldBytes += fields[index].name.rawName.utf8.count + fields[index].withUnsafeBytesOfValue { $0.count } + 4
        }
        // All that is written below and not counted here is shorter than 160 bytes.
        let capacity = 160 + phrase.utf8.count + fieldBytes + (isCopied ? content.count : 0)
        let head = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            var output = ByteWriter(buffer)
            output.write("HTTP/1.1 ")
            // HTTPTypes lets codes from 0 to 999 be made; three digits are what the grammar has.
            for divisor in [100, 10, 1] { output.write(UInt8(ascii: "0") + UInt8(code / divisor % 10)) }
            output.write(0x20)
            output.write(phrase)
            output.write("\r\nDate: ")
            output.write(date.current())
            output.write("\r\n")
            for index in fields.indices where !Self.isFraming(fields[index].name) {
                output.write(fields[index].name.rawName)
                output.write(": ")
                fields[index].withUnsafeBytesOfValue { output.write($0) }
                output.write("\r\n")
            }
            if hasLength {
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
            if isCopied { output.write(content) }
            count = output.count
        }
        return (head, isCopied ? [] : content)
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
