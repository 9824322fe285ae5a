import Testing

@testable import HTTPServer

/// A request that must be refused, and as what.
struct BadRequest: CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    let kind: HTTPFailure.Kind

    init(_ name: String, _ text: String, _ kind: HTTPFailure.Kind = .malformed) {
        self.name = name
        bytes = Array(text.utf8)
        self.kind = kind
    }

    init(_ name: String, bytes: [UInt8], _ kind: HTTPFailure.Kind = .malformed) {
        self.name = name
        self.bytes = bytes
        self.kind = kind
    }

    var testDescription: String { name }

    private static func get(_ fields: String) -> String { "GET / HTTP/1.1\r\nHost: x\r\n\(fields)\r\n" }
    private static func post(_ fields: String, _ body: String = "") -> String {
        "POST / HTTP/1.1\r\nHost: x\r\n\(fields)\r\n\(body)"
    }
    private static func chunked(_ body: String) -> String { post("Transfer-Encoding: chunked\r\n", body) }

    static let requestLines: [BadRequest] = [
        BadRequest("no method", " / HTTP/1.1\r\nHost: x\r\n\r\n"),
        BadRequest("TLS ClientHello", bytes: [0x16, 0x03, 0x01, 0x02, 0x00]),
        BadRequest("two spaces after the method", "GET  / HTTP/1.1\r\nHost: x\r\n\r\n"),
        BadRequest("two spaces before the version", "GET /  HTTP/1.1\r\nHost: x\r\n\r\n"),
        BadRequest("tab as separator", "GET\t/ HTTP/1.1\r\nHost: x\r\n\r\n"),
        BadRequest("space in the target", "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n"),
        BadRequest("space at the end", "GET / HTTP/1.1 \r\nHost: x\r\n\r\n"),
        BadRequest("HTTP/0.9", "GET /\r\n\r\n"),
        BadRequest("lower-case version", "GET / http/1.1\r\nHost: x\r\n\r\n"),
        BadRequest("version without a dot", "GET / HTTP/11\r\nHost: x\r\n\r\n"),
        BadRequest("version with two digits", "GET / HTTP/1.10\r\nHost: x\r\n\r\n"),
        BadRequest("HTTP/1.2", "GET / HTTP/1.2\r\nHost: x\r\n\r\n", .versionNotSupported),
        BadRequest("HTTP/2.0", "GET / HTTP/2.0\r\nHost: x\r\n\r\n", .versionNotSupported),
        BadRequest("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        BadRequest("relative target", "GET a HTTP/1.1\r\nHost: x\r\n\r\n"),
        BadRequest("fragment", "GET /a#b HTTP/1.1\r\nHost: x\r\n\r\n"),
        BadRequest("NUL in the target", bytes: Array("GET /".utf8) + [0] + Array(" HTTP/1.1\r\nHost: x\r\n\r\n".utf8)),
        BadRequest("raw UTF-8 in the target", "GET /é HTTP/1.1\r\nHost: x\r\n\r\n"),
        BadRequest("asterisk with GET", "GET * HTTP/1.1\r\nHost: x\r\n\r\n"),
        BadRequest("other scheme", "GET ftp://x/ HTTP/1.1\r\nHost: x\r\n\r\n"),
        BadRequest("user information", "GET http://u:p@x/ HTTP/1.1\r\nHost: x\r\n\r\n"),
        BadRequest("absolute form without host", "GET http:///a HTTP/1.1\r\nHost: x\r\n\r\n"),
        BadRequest("percent without digits", "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n"),
        BadRequest("percent cut off", "GET /%4 HTTP/1.1\r\nHost: x\r\n\r\n"),
        BadRequest("escaped NUL", "GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n"),
        BadRequest("escaped line break", "GET /?a=%0d%0a HTTP/1.1\r\nHost: x\r\n\r\n"),
        BadRequest("not UTF-8", "GET /%ff HTTP/1.1\r\nHost: x\r\n\r\n"),
        BadRequest("overlong UTF-8", "GET /%c0%af HTTP/1.1\r\nHost: x\r\n\r\n"),
        BadRequest("surrogate", "GET /%ed%a0%80 HTTP/1.1\r\nHost: x\r\n\r\n"),
        BadRequest("CONNECT", "CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n", .notImplemented),
        BadRequest("bare LF", "GET / HTTP/1.1\nHost: x\n\n"),
        BadRequest("bare LF after CRLF", "GET / HTTP/1.1\r\nHost: x\r\n\n"),
        BadRequest("CR without LF", "GET / HTTP/1.1\rHost: x\r\n\r\n"),
        BadRequest("two empty lines before", "\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n"),
    ]

    static let fields: [BadRequest] = [
        BadRequest("no Host", "GET / HTTP/1.1\r\n\r\n"),
        BadRequest("two Hosts", get("Host: x\r\n")),
        BadRequest("two Hosts of HTTP/1.0", "GET / HTTP/1.0\r\nHost: x\r\nHost: y\r\n\r\n"),
        BadRequest("Host with a path", "GET / HTTP/1.1\r\nHost: x/y\r\n\r\n"),
        BadRequest("Host with user", "GET / HTTP/1.1\r\nHost: u@x\r\n\r\n"),
        BadRequest("Host with a list", "GET / HTTP/1.1\r\nHost: x, y\r\n\r\n"),
        BadRequest("Host with a named port", "GET / HTTP/1.1\r\nHost: x:http\r\n\r\n"),
        BadRequest("Host with an open bracket", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n"),
        BadRequest("space before the colon", get("X : y\r\n")),
        BadRequest("tab before the colon", get("X\t: y\r\n")),
        BadRequest("no colon", get("X\r\n")),
        BadRequest("no name", get(": y\r\n")),
        BadRequest("obs-fold", get("X: y\r\n z\r\n")),
        BadRequest("obs-fold with a tab", get("X: y\r\n\tz\r\n")),
        BadRequest("white space before the first field", "GET / HTTP/1.1\r\n Host: x\r\n\r\n"),
        BadRequest("name with a bracket", get("X(y): z\r\n")),
        BadRequest("name with bytes above 0x7F", get("Ä: z\r\n")),
        BadRequest("CR in a value", get("X: y\rz\r\n")),
        BadRequest("CR before a field", get("\rX: y\r\n")),
        BadRequest("NUL in a value", get("X: y\0z\r\n")),
        BadRequest("DEL in a value", get("X: y\u{7F}z\r\n")),
        BadRequest("LF in a value", get("X: y\nz\r\n")),
        BadRequest("other expectation", post("Expect: 200-ok\r\nContent-Length: 1\r\n"), .expectationFailed),
        BadRequest("Content-Length empty", post("Content-Length: \r\n")),
        BadRequest("Content-Length signed", post("Content-Length: +1\r\n", "a")),
        BadRequest("Content-Length negative", post("Content-Length: -1\r\n")),
        BadRequest("Content-Length hexadecimal", post("Content-Length: 0x1\r\n", "a")),
        BadRequest("Content-Length with a space", post("Content-Length: 1 1\r\n", "a")),
        BadRequest("Content-Length list", post("Content-Length: 1, 1\r\n", "a")),
        BadRequest("CL.CL equal", post("Content-Length: 1\r\nContent-Length: 1\r\n", "a")),
        BadRequest("CL.CL different", post("Content-Length: 1\r\nContent-Length: 2\r\n", "a")),
        BadRequest("Content-Length of 2^64", post("Content-Length: 18446744073709551616\r\n"), .bodyTooLarge),
        BadRequest(
            "Content-Length of 40 digits", post("Content-Length: \(String(repeating: "9", count: 40))\r\n"),
            .bodyTooLarge),
        BadRequest("CL.TE", post("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")),
        BadRequest("TE.CL", post("Transfer-Encoding: chunked\r\nContent-Length: 1\r\n", "0\r\n\r\n")),
        BadRequest("TE.TE", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")),
        BadRequest("TE of HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        BadRequest("TE gzip", post("Transfer-Encoding: gzip\r\n"), .notImplemented),
        BadRequest("TE identity", post("Transfer-Encoding: identity\r\n"), .notImplemented),
        BadRequest("TE gzip, chunked", post("Transfer-Encoding: gzip, chunked\r\n"), .notImplemented),
        BadRequest("TE chunked, chunked", post("Transfer-Encoding: chunked, chunked\r\n"), .notImplemented),
        BadRequest("TE xchunked", post("Transfer-Encoding: xchunked\r\n"), .notImplemented),
        BadRequest("TE quoted", post("Transfer-Encoding: \"chunked\"\r\n"), .notImplemented),
        BadRequest("TE empty", post("Transfer-Encoding:\r\n"), .notImplemented),
        BadRequest("TE with vertical tab", post("Transfer-Encoding: \u{0B}chunked\r\n")),
    ]

    static let chunks: [BadRequest] = [
        BadRequest("no size", chunked("\r\na\r\n")),
        BadRequest("not hexadecimal", chunked("g\r\n")),
        BadRequest("0x prefix", chunked("0x1\r\na\r\n0\r\n\r\n")),
        BadRequest("negative size", chunked("-1\r\n")),
        BadRequest("space before the size", chunked(" 1\r\na\r\n")),
        BadRequest("space after the size", chunked("1 \r\na\r\n")),
        BadRequest("size of 17 digits", chunked("00000000000000001\r\na\r\n")),
        BadRequest("size over Int", chunked("ffffffffffffffff\r\n"), .bodyTooLarge),
        BadRequest("size line ends with LF", chunked("1\na\r\n0\r\n\r\n")),
        BadRequest("CR without LF after the size", chunked("1\rxa\r\n")),
        BadRequest("data longer than its size", chunked("1\r\nab\r\n0\r\n\r\n")),
        BadRequest("LF after data", chunked("1\r\na\n0\r\n\r\n")),
        BadRequest("control character in an extension", chunked("1;a=\0\r\na\r\n")),
        BadRequest("LF in an extension", chunked("1;a\nb\r\na\r\n")),
        BadRequest("trailer without colon", chunked("0\r\nX\r\n\r\n")),
        BadRequest("trailer with obs-fold", chunked("0\r\nX: y\r\n z\r\n\r\n")),
        BadRequest("trailer with space before the colon", chunked("0\r\nX : y\r\n\r\n")),
        BadRequest("trailer ends with LF", chunked("0\r\nX: y\n\r\n")),
        BadRequest("last line ends with LF", chunked("0\r\n\n")),
        BadRequest("CR at the end without LF", chunked("0\r\n\rx")),
    ]

    static let all = requestLines + fields + chunks
}
