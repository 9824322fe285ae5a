import HTTPTypes

@testable import HTTPServer

/// Feeds bytes to a parser in pieces and writes down what it says, one line per event; body cuts are joined.
struct ParserDriver {
    var parser: RequestParser
    var lines: [String] = []
    var failure: HTTPFailure?
    private var body: [UInt8] = []
    private var hasBody = false

    init(limits: HTTPLimits = HTTPLimits()) {
        parser = RequestParser(limits: limits)
    }

    /// Everything that `bytes` give, fed in pieces of at most `size`.
    static func events(
        _ bytes: [UInt8], pieceSize size: Int = .max, limits: HTTPLimits = HTTPLimits()
    ) -> ParserDriver {
        var driver = ParserDriver(limits: limits)
        var start = 0
        while start < bytes.count {
            let end = start + min(size, bytes.count - start)
            driver.feed(Array(bytes[start..<end]))
            start = end
        }
        return driver
    }

    static func events(_ text: String, pieceSize: Int = .max, limits: HTTPLimits = HTTPLimits()) -> ParserDriver {
        events(Array(text.utf8), pieceSize: pieceSize, limits: limits)
    }

    mutating func feed(_ bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { buffer in
            var offset = 0
            while failure == nil {
                switch parser.next(buffer, at: &offset) {
                case .needsMore: return
                case .head(let head):
                    let fields = head.headers.map { "\($0.name.canonicalName)=\($0.value)" }.joined(separator: "|")
                    lines.append(
                        "\(head.method.rawValue) \(head.target.raw) 1.\(head.minorVersion) \(head.framing) "
                            + "keep=\(head.keepsAlive) continue=\(head.expectsContinue) \(fields)")
                case .body(let range):
                    body.append(contentsOf: buffer[range])
                    hasBody = true
                case .end:
                    if hasBody { lines.append("body \(body)") }
                    lines.append("end")
                    (body, hasBody) = ([], false)
                case .failure(let found):
                    failure = found
                    lines.append("failure \(found.kind) \(found.message)")
                }
            }
        }
    }
}
