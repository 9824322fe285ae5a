extension ConformanceCase {
    static let fields: [ConformanceCase] =
        [
            ConformanceCase(
                "RFC 9110 5.5: bytes above 0x7F are kept as they are",
                bytes: Array("GET /fields HTTP/1.1\r\nHost: x\r\nX: a".utf8) + [0xE9, 0x80, 0xFF]
                    + Array("b\r\n\r\n".utf8),
                holds: ["X: a%e9%80%ffb;\n"]),
            ConformanceCase(
                "RFC 9110 5.5: bytes that are UTF-8 are kept too", fields("X: é\r\n"), holds: ["X: %c3%a9;\n"]),
            ConformanceCase(
                "RFC 9110 5.2: lines of one name stay apart and in order",
                fields("X: a\r\nY: b\r\nx: c\r\n"), holds: ["X: a;\nY: b;\nx: c;\n"]),
            ConformanceCase(
                "RFC 9110 5.6.2: a name of every token character", fields("\(token): a\r\n"), holds: ["\(token): a;\n"]),
            ConformanceCase(
                "CVE-2021-40346: a long name that begins like Content-Length",
                post("Content-Length0\(String(repeating: "a", count: 255)):\r\nContent-Length: 3\r\n", "abc"),
                holds: ["\nabc"]),
            ConformanceCase(
                "CVE-2011-3192: many overlapping ranges",
                get("/echo").replacing(
                    "\r\n\r\n",
                    with: "\r\nRange: bytes=0-\((0..<1000).map { ",5-\($0)" }.joined())\r\n\r\n"),
                [200], lacks: ["206", "multipart/byteranges"]),
            ConformanceCase(
                "RFC 9110 7.8: an upgrade to WebSocket is passed over",
                get("/echo").replacing(
                    "\r\n\r\n",
                    with: "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"),
                holds: ["GET /echo "], lacks: [" 101 ", "Upgrade"]),
            ConformanceCase(
                "RFC 9110 7.8: an upgrade to HTTP/2 without TLS is passed over",
                get("/echo").replacing(
                    "\r\n\r\n",
                    with: "\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n"),
                holds: ["GET /echo "], lacks: [" 101 ", "Upgrade"]),
        ]
        + lines.map { section, what, line, read in
            ConformanceCase("\(section): \(what)", fields(line + "\r\n"), holds: ["\n\(read);\n"])
        }

    /// Field lines, and what they are read as.
    private static let lines: [(section: String, what: String, line: String, read: String)] = [
        ("RFC 9112 5.1", "no space after the colon", "X:a", "X: a"),
        ("RFC 9112 5.1", "white space around a value is not of it", "X: \t a\t ", "X: a"),
        ("RFC 9112 5.1", "white space within a value is", "X: a \t b", "X: a \t b"),
        ("RFC 9112 5.1", "an empty value", "X:", "X: "),
        ("RFC 9112 5.1", "a value of white space", "X: \t ", "X: "),
        ("RFC 9110 5.5", "colons in a value", "X: a:b::", "X: a:b::"),
        ("RFC 9110 5.5", "a value that begins with a colon", "X::", "X: :"),
        (
            "RFC 9110 5.5", "every visible character", "X: !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
            "X: !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
        ),
        (
            "RFC 9110 5.5", "a long value", "X: \(String(repeating: "v", count: 10_000))",
            "X: \(String(repeating: "v", count: 10_000))"
        ),
        ("RFC 9110 5.1", "a name of digits", "1: a", "1: a"),
        ("RFC 9110 5.1", "a name in another case", "x-aB: c", "x-aB: c"),
        ("RFC 9110 5.6.1", "a list with empty elements", "X: , a,, b,", "X: , a,, b,"),
        ("RFC 9110 5.6.4", "a quoted string with a comma", "X: \"a, \\\"b\"", "X: \"a, \\\"b\""),
        ("RFC 9110 5.6.5", "a comment", "X: (a (b) c)", "X: (a (b) c)"),
        ("RFC 9110 5.1", "an underscore makes another name", "Content_Length: 5", "Content_Length: 5"),
        (
            "RFC 9110 5.1", "an underscore makes another coding", "Transfer_Encoding: chunked",
            "Transfer_Encoding: chunked"
        ),
    ]
}
