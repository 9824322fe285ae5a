extension ConformanceCase {
    private static func get10(_ lines: String = "") -> String { "GET /echo HTTP/1.0\r\n\(lines)\r\n" }

    static let version10: [ConformanceCase] = [
        ConformanceCase(
            "RFC 9112 9.3: HTTP/1.0 closes", get10(), [200], .closes,
            holds: ["HTTP/1.1 200 OK\r\n", "Connection: close\r\n"]),
        ConformanceCase(
            "RFC 9112 9.3: what follows a request of HTTP/1.0 is not answered", get10() + get("/smuggled"), [200],
            .closes),
        ConformanceCase(
            "RFC 9112 9.3: HTTP/1.0 stays open if asked", get10("Connection: keep-alive\r\n"),
            holds: ["Connection: keep-alive\r\n"]),
        ConformanceCase(
            "RFC 9112 9.3: Keep-Alive in another case", get10("Connection: Keep-Alive\r\n"),
            holds: ["Connection: keep-alive\r\n"]),
        ConformanceCase(
            "RFC 9112 9.3: keep-alive in a list", get10("Connection: x, keep-alive\r\n"),
            holds: ["Connection: keep-alive\r\n"]),
        ConformanceCase(
            "RFC 9112 9.3: keep-alive, then HTTP/1.0 without it", get10("Connection: keep-alive\r\n") + get10(),
            [200, 200], .closes, holds: ["Connection: keep-alive\r\n", "Connection: close\r\n"]),
        ConformanceCase(
            "RFC 9112 9.3: close wins over keep-alive", get10("Connection: keep-alive, close\r\n"), [200], .closes,
            lacks: ["Connection: keep-alive"]),
        ConformanceCase(
            "RFC 9112 9.3: Keep-Alive without Connection is nothing", get10("Keep-Alive: timeout=5\r\n"), [200], .closes
        ),
        ConformanceCase(
            "RFC 9112 9.3: Proxy-Connection is nothing", get10("Proxy-Connection: keep-alive\r\n"), [200], .closes),
        ConformanceCase(
            "RFC 9112 6.2: a length of HTTP/1.0",
            "POST /echo HTTP/1.0\r\nContent-Length: 3\r\n\r\nabc", [200], .closes, holds: ["\nabc"]),
        ConformanceCase(
            "RFC 9112 6.3: HTTP/1.0 without a length has no content",
            "POST /echo HTTP/1.0\r\n\r\nabc", [200], .closes, lacks: ["abc"]),
        ConformanceCase(
            "RFC 9112 3.2.2: the absolute form of HTTP/1.0", "GET http://x/target/a HTTP/1.0\r\n\r\n", [200], .closes,
            holds: ["[a]\n"]),
    ]

    private static let closing: [(what: String, lines: String)] = [
        ("close", "Connection: close"), ("Close in another case", "connection: ClOsE"),
        ("close in a list", "Connection: x, close"), ("close first in a list", "Connection: close, x"),
        ("close without spaces", "Connection: x,close,y"), ("close between tabs", "Connection: x,\tclose\t,y"),
        ("close among empty elements", "Connection: , ,close,,"),
        ("close in a second line", "Connection: x\r\nConnection: close"),
        ("close in a first line", "Connection: close\r\nConnection: keep-alive"),
        ("close beside keep-alive", "Connection: keep-alive, close"),
    ]

    private static let keeping: [(what: String, lines: String)] = [
        ("keep-alive is the rule", "Connection: keep-alive"), ("an empty Connection", "Connection:"),
        ("closed is not close", "Connection: closed"), ("a prefix of close", "Connection: clos"),
        ("close with a dash", "Connection: not-close"), ("close in quotes", "Connection: \"close\""),
        ("close with a parameter", "Connection: close;x=y"),
        ("close in a field of another name", "X-Connection: close"),
        ("Proxy-Connection", "Proxy-Connection: close"), ("Keep-Alive", "Keep-Alive: timeout=0, max=0"),
    ]

    static let connections: [ConformanceCase] =
        closing.map { what, lines in
            ConformanceCase(
                "RFC 9112 9.6: \(what)", "GET /echo HTTP/1.1\r\nHost: x\r\n\(lines)\r\n\r\n" + get("/smuggled"), [200],
                .closes, holds: ["Connection: close\r\n", "GET /echo "])
        }
        + keeping.map { what, lines in
            ConformanceCase(
                "RFC 9112 9.3: \(what)", "GET /echo HTTP/1.1\r\nHost: x\r\n\(lines)\r\n\r\n", holds: ["GET /echo "],
                lacks: ["Connection: keep-alive"])
        }
        + [
            ConformanceCase(
                "RFC 9112 9.6: close with content",
                post("Connection: close\r\nContent-Length: 3\r\n", "abc") + get("/smuggled"), [200], .closes,
                holds: ["\nabc"]),
            ConformanceCase(
                "RFC 9112 9.6: close with chunks",
                post("Connection: close\r\nTransfer-Encoding: chunked\r\n", "1\r\na\r\n0\r\n\r\n") + get("/smuggled"),
                [200],
                .closes, holds: ["127.0.0.1\na"]),
            ConformanceCase(
                "RFC 9112 9.6: the handler closes", get("/close") + get("/smuggled"), [200], .closes,
                holds: ["Connection: close\r\n"]),
        ]

    static let pipelines: [ConformanceCase] = [
        ConformanceCase(
            "RFC 9112 9.3.2: answers in the order of the requests",
            get("/1") + get("/off?2") + get("/3") + get("/off?4"),
            [200, 200, 200, 200], holds: ["GET /1 ", "GET /off?2 ", "GET /3 ", "GET /off?4 "]),
        ConformanceCase(
            "RFC 9112 9.3.2: fifty requests", (0..<50).map { get("/echo?\($0)") }.joined(),
            [Int](repeating: 200, count: 50), holds: (0..<50).map { "GET /echo?\($0) " }),
        ConformanceCase(
            "RFC 9112 9.3.2: requests with content of all framings",
            post("Content-Length: 1\r\n", "a") + chunked("1\r\nb\r\n0\r\n\r\n") + post("")
                + post("Content-Length: 1\r\n", "d"),
            [200, 200, 200, 200], holds: ["\naHTTP/", "\nbHTTP/", "127.0.0.1\nHTTP/", "\ndHTTP/"]),
        ConformanceCase(
            "RFC 9112 2.2: an empty line between requests", get("/1") + "\r\n" + get("/2"), [200, 200],
            holds: ["GET /1 ", "GET /2 "]),
        ConformanceCase(
            "RFC 9112 2.2: two empty lines between requests", get("/1") + "\r\n\r\n" + get("/smuggled"), [200, 400],
            .closes),
        ConformanceCase(
            "RFC 9112 2.2: a good request, then a malformed one", get("/1") + "BAD\r\n\r\n" + get("/smuggled"),
            [200, 400],
            .closes, holds: ["GET /1 ", "malformed"]),
        ConformanceCase(
            "RFC 9112 6.3: content longer than its length", post("Content-Length: 1\r\n", "a{}") + get("/smuggled"),
            [200, 400], .closes, holds: ["\naHTTP/"]),
        ConformanceCase(
            "RFC 9112 7.1: bytes behind the last chunk", chunked("0\r\n\r\n\u{01}") + get("/smuggled"), [200, 400],
            .closes),
        ConformanceCase(
            "RFC 9112 9.3.2: an answer that was let go of", get("/drop") + get("/2"), [500, 200],
            holds: ["abandoned at /drop", "GET /2 "]),
        ConformanceCase(
            "RFC 9112 9.3.2: a second answer to one request is none", get("/twice") + get("/2"), [200, 200],
            holds: ["GET /twice ", "GET /2 "], lacks: ["502"]),
        ConformanceCase(
            "RFC 9112 9.3.2: large answers and small ones", get("/big?n=300000") + get("/2"), [200, 200],
            holds: ["Content-Length: 300000\r\n", "bbbHTTP/1.1 ", "GET /2 "]),
    ]

    /// What the client cuts off by closing its half.
    static let cutOff: [ConformanceCase] = [
        ConformanceCase("RFC 9112 8: nothing at all", "", [], .cutOff),
        ConformanceCase("RFC 9112 8: an empty line", "\r\n", [], .cutOff),
        ConformanceCase("RFC 9112 8: half an empty line", "\r", [400], .cutOff),
        ConformanceCase("RFC 9112 8: a method", "GET", [400], .cutOff),
        ConformanceCase("RFC 9112 8: a request line", "GET / HTTP/1.1\r\n", [400], .cutOff),
        ConformanceCase("RFC 9112 8: a head without its empty line", "GET / HTTP/1.1\r\nHost: x\r\n", [400], .cutOff),
        ConformanceCase("RFC 9112 8: a head without its last byte", "GET / HTTP/1.1\r\nHost: x\r\n\r", [400], .cutOff),
        ConformanceCase("RFC 9112 8: no content", post("Content-Length: 3\r\n"), [400], .cutOff),
        ConformanceCase(
            "RFC 9112 8: content without its last byte", post("Content-Length: 3\r\n", "ab"), [400], .cutOff,
            lacks: ["ab"]),
        ConformanceCase("RFC 9112 8: no chunk", chunked(""), [400], .cutOff),
        ConformanceCase("RFC 9112 8: half a size", chunked("1"), [400], .cutOff),
        ConformanceCase("RFC 9112 8: half a chunk", chunked("3\r\na"), [400], .cutOff),
        ConformanceCase("RFC 9112 8: no last chunk", chunked("1\r\na\r\n"), [400], .cutOff),
        ConformanceCase("RFC 9112 8: a last chunk without its empty line", chunked("1\r\na\r\n0\r\n"), [400], .cutOff),
        ConformanceCase("RFC 9112 8: half a trailer", chunked("0\r\nT: "), [400], .cutOff),
        ConformanceCase(
            "RFC 9112 9.6: a whole request is answered", get("/echo"), [200], .cutOff, holds: ["GET /echo "]),
        ConformanceCase(
            "RFC 9112 9.6: whole requests are answered, half a one is refused", get("/1") + get("/2") + "GET /smug",
            [200, 200, 400], .cutOff, holds: ["GET /1 ", "GET /2 "]),
    ]
}
