extension ConformanceCase {
    /// Content-Length.
    static let lengths: [ConformanceCase] = [
        ConformanceCase(
            "RFC 9112 6.3: no length is no content", post(""), holds: ["\r\n\r\nPOST /echo 127.0.0.1\nHTTP/1.1 "]),
        ConformanceCase("RFC 9112 6.3: a length of 0", post("Content-Length: 0\r\n"), holds: ["127.0.0.1\nHTTP/1.1 "]),
        ConformanceCase(
            "RFC 9112 6.2: content of a length", post("Content-Length: 3\r\n", "abc"), holds: ["\nabcHTTP/"]),
        ConformanceCase("RFC 9110 8.6: zeros in front", post("Content-Length: 0003\r\n", "abc"), holds: ["\nabcHTTP/"]),
        ConformanceCase(
            "RFC 9110 8.6: more zeros than an integer has digits",
            post("Content-Length: \(String(repeating: "0", count: 40))3\r\n", "abc"), holds: ["\nabcHTTP/"]),
        ConformanceCase(
            "RFC 9110 5.5: white space around a length", post("Content-Length: \t 3 \t\r\n", "abc"),
            holds: ["\nabcHTTP/"]),
        ConformanceCase(
            "RFC 9110 5.1: Content-Length in another case", post("cONTENT-lENGTH: 3\r\n", "abc"), holds: ["\nabcHTTP/"]),
        ConformanceCase(
            "RFC 9110 6.4: content of every byte",
            bytes: Array(post("Content-Length: 256\r\n").utf8) + (0...255).map { UInt8($0) },
            holds: ["\n\0\u{01}\u{02}", "\t\n\u{0B}\u{0C}\r\u{0E}", "xyz{|}~\u{7F}"]),
        ConformanceCase(
            "RFC 9110 9.3.1: content of GET",
            "GET /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc", holds: ["\nabcHTTP/"]),
        ConformanceCase(
            "RFC 9110 9.3.5: content of DELETE",
            "DELETE /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc", holds: ["\nabcHTTP/"]),
        ConformanceCase(
            "RFC 9110 9.3.7: content of OPTIONS",
            "OPTIONS * HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc", holds: ["\nabcHTTP/"]),
    ]

    private static let hidden = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"
    private static let hiddenLength = "Content-Length: \(hidden.utf8.count)\r\n"
    private static let hiddenChunks =
        "\(String(hidden.utf8.count, radix: 16))\r\n\(hidden)\r\n0\r\n\r\n"

    private static let hiddenBehind: [(section: String, what: String, line: String)] = [
        ("RFC 9110 7.6.1", "Connection names Content-Length", "Connection: Content-Length\r\n"),
        ("RFC 9110 7.6.1", "Connection names Host", "Connection: Host\r\n"),
        ("RFC 9110 10.1.4", "TE is no framing", "TE: chunked\r\n"),
        ("RFC 9110 8.4", "Content-Encoding is no framing", "Content-Encoding: chunked\r\n"),
        ("RFC 9110 6.6.2", "Trailer is no framing", "Trailer: Content-Length\r\n"),
        ("RFC 9110 10.1.1", "an expectation whose content is there", "Expect: 100-continue\r\n"),
        ("RFC 9110 7.8", "an upgrade with content", "Connection: Upgrade\r\nUpgrade: h2c\r\n"),
        ("RFC 9110 5.1", "Content-Length with an underscore", "Content_Length: 0\r\n"),
        ("RFC 9110 5.1", "Content-Length with a prefix", "X-Content-Length: 0\r\n"),
        ("RFC 9110 5.1", "Content-Length with a suffix", "Content-Length-: 0\r\n"),
        ("RFC 9110 5.1", "Transfer-Encoding with a dot", "Transfer.Encoding: chunked\r\n"),
        ("RFC 9110 5.5", "a length within a value", "X: y, Content-Length: 0\r\n"),
        ("RFC 9110 9.1", "a method in a field", "X-HTTP-Method-Override: HEAD\r\n"),
    ]

    /// Requests within content, which are content and are not answered. `/big` does not echo.
    static let smuggling: [ConformanceCase] =
        ["GET", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "X"].flatMap { method in
            let head = "\(method) /big?n=2 HTTP/1.1\r\nHost: x\r\n"
            return [
                ConformanceCase("RFC 9112 6.3: CL.0 of \(method)", head + hiddenLength + "\r\n" + hidden),
                ConformanceCase(
                    "RFC 9112 6.3: TE.0 of \(method)", head + "Transfer-Encoding: chunked\r\n\r\n" + hiddenChunks),
            ]
        }
        + hiddenBehind.map { section, what, line in
            ConformanceCase(
                "\(section): \(what)", "POST /big?n=2 HTTP/1.1\r\nHost: x\r\n\(line)\(hiddenLength)\r\n\(hidden)",
                holds: ["\r\n\r\nbbHTTP/1.1 "])
        }
        + [
            ConformanceCase(
                "RFC 9110 7.6.1: Connection names Transfer-Encoding",
                "POST /big?n=2 HTTP/1.1\r\nHost: x\r\nConnection: Transfer-Encoding\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + hiddenChunks),
            ConformanceCase(
                "RFC 9112 6.3: what refuses a request refuses those behind it",
                "POST /big?n=2 HTTP/1.1\r\nHost: x\r\nExpect: x\r\n\(hiddenLength)\r\n\(hidden)", [417], .closes),
        ]
}
