extension ConformanceCase {
    private static func letters(_ count: Int) -> String { String(repeating: "a", count: count) }

    private static let lineFrame = "GET / HTTP/1.1\r\n".utf8.count
    private static let headFrame = "GET / HTTP/1.1\r\nHost: x\r\nA: \r\n\r\n".utf8.count

    /// A POST that echoes nothing.
    private static func quiet(_ lines: String, _ body: String) -> String {
        "POST /big?n=1 HTTP/1.1\r\nHost: x\r\n\(lines)\r\n\(body)"
    }
    private static func quietChunks(_ body: String) -> String { quiet("Transfer-Encoding: chunked\r\n", body) }

    /// Limits as they are by default, but for content: exactly at each, and one over it.
    static let limits: [ConformanceCase] = [
        ConformanceCase("RFC 9110 15.5.15: a request line of 8,192 bytes", get("/" + letters(8192 - lineFrame))),
        ConformanceCase(
            "RFC 9110 15.5.15: a request line of 8,193 bytes", get("/" + letters(8193 - lineFrame)), [414], .closes),
        ConformanceCase("RFC 9110 15.5.15: a target without an end", "GET /\(letters(9000))", [414], .closes),
        ConformanceCase("RFC 9112 3: a method without an end", letters(9000), [414], .closes),
        ConformanceCase(
            "RFC 6585 5: a head of 32,768 bytes",
            "GET / HTTP/1.1\r\nHost: x\r\nA: \(letters(32768 - headFrame))\r\n\r\n"),
        ConformanceCase(
            "RFC 6585 5: a head of 32,769 bytes",
            "GET / HTTP/1.1\r\nHost: x\r\nA: \(letters(32769 - headFrame))\r\n\r\n", [431], .closes),
        ConformanceCase(
            "RFC 6585 5: a field without an end", "GET / HTTP/1.1\r\nHost: x\r\nA: \(letters(40_000))", [431], .closes),
        ConformanceCase(
            "RFC 6585 5: a name without an end", "GET / HTTP/1.1\r\nHost: x\r\n\(letters(40_000))", [431], .closes),
        ConformanceCase(
            "RFC 6585 5: 100 fields",
            "GET / HTTP/1.1\r\nHost: x\r\n\(String(repeating: "a: b\r\n", count: 99))\r\n"),
        ConformanceCase(
            "RFC 6585 5: 101 fields",
            "GET / HTTP/1.1\r\nHost: x\r\n\(String(repeating: "a: b\r\n", count: 100))\r\n", [431], .closes),
        ConformanceCase(
            "RFC 9110 15.5.14: content of 1,048,576 bytes", quiet("Content-Length: 1048576\r\n", letters(1 << 20))),
        ConformanceCase(
            "RFC 9110 15.5.14: content of 1,048,577 bytes", quiet("Content-Length: 1048577\r\n", letters(1 << 20)),
            [413],
            .closes),
        ConformanceCase(
            "RFC 9110 15.5.14: a chunk of 1,048,576 bytes", quietChunks("100000\r\n\(letters(1 << 20))\r\n0\r\n\r\n")),
        ConformanceCase("RFC 9110 15.5.14: a chunk of 1,048,577 bytes", quietChunks("100001\r\n"), [413], .closes),
        ConformanceCase(
            "RFC 9110 15.5.14: chunks of 1,048,577 bytes together",
            quietChunks("fffff\r\n\(letters((1 << 20) - 1))\r\n2\r\naa\r\n0\r\n\r\n"), [413], .closes),
        ConformanceCase(
            "CVE-2023-39326: extensions of 4,096 bytes", quietChunks("1;\(letters(4095))\r\na\r\n0\r\n\r\n")),
        ConformanceCase(
            "CVE-2023-39326: extensions of 4,097 bytes", quietChunks("1;\(letters(4096))\r\na\r\n0\r\n\r\n"), [400],
            .closes),
        ConformanceCase(
            "CVE-2024-22019: an extension without an end", quietChunks("1;\(letters(100_000))"), [400], .closes),
        ConformanceCase(
            "CVE-2023-39326: extensions of 4,096 bytes in 2,048 chunks",
            quietChunks(String(repeating: "1;e\r\na\r\n", count: 2048) + "0\r\n\r\n")),
        ConformanceCase(
            "CVE-2023-39326: extensions of 4,098 bytes in 2,049 chunks",
            quietChunks(String(repeating: "1;e\r\na\r\n", count: 2049) + "0\r\n\r\n"), [400], .closes),
        // The section ends with the CR of the empty line.
        ConformanceCase(
            "RFC 6585 5: trailers of 8,192 bytes", quietChunks("0\r\nA: \(letters(8192 - 6))\r\n\r\n")),
        ConformanceCase(
            "CVE-2023-46589: trailers of 8,193 bytes", quietChunks("0\r\nA: \(letters(8193 - 6))\r\n\r\n"), [431],
            .closes),
        ConformanceCase(
            "RFC 6585 5: many small trailers", quietChunks("0\r\n\(String(repeating: "a:\r\n", count: 2049))\r\n"),
            [431],
            .closes),
        ConformanceCase(
            "RFC 9112 7.1: 100,000 chunks of one byte",
            quietChunks(String(repeating: "1\r\na\r\n", count: 100_000) + "0\r\n\r\n")),
    ]
}
