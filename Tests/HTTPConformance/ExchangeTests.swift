import HTTPServer
import Testing

/// Request bytes in, response bytes out, over a socket, on every kind of loop.
@Suite(.timeLimit(.minutes(2)))
struct ExchangeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let request: String
        /// Statuses of the responses, in order; the server closes after the last one.
        let statuses: [Int]
        /// Texts that the responses hold.
        var holds: [String] = []

        var testDescription: String { name }
    }

    private static let last = "GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"

    static let cases: [Case] = [
        Case(
            name: "GET", request: "GET /echo?a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", statuses: [200],
            holds: ["Connection: close\r\n", "Content-Length: 22\r\n", "GET /echo?a 127.0.0.1\n"]),
        Case(
            name: "keep-alive and pipelining",
            request: "GET /1 HTTP/1.1\r\nHost: x\r\n\r\nPOST /off HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
                + "GET /3 HTTP/1.1\r\nHost: x\r\n\r\n" + last,
            statuses: [200, 200, 200, 200], holds: ["GET /1 ", "POST /off 127.0.0.1\nabc", "GET /3 ", "GET /last "]),
        Case(
            name: "chunked",
            request: "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nT: u\r\n\r\n" + last,
            statuses: [200, 200], holds: ["\nabc0123456789"]),
        Case(name: "HTTP/1.0 closes", request: "GET / HTTP/1.0\r\n\r\n", statuses: [200], holds: ["Connection: close"]),
        Case(
            name: "HTTP/1.0 keep-alive",
            request: "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET / HTTP/1.0\r\n\r\n", statuses: [200, 200],
            holds: ["Connection: keep-alive", "Connection: close"]),
        Case(
            name: "absolute form", request: "GET http://y/a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            statuses: [200], holds: ["GET http://y/a "]),
        Case(name: "handler closes", request: "GET /close HTTP/1.1\r\nHost: x\r\n\r\n", statuses: [200]),
        Case(
            name: "204 has no length", request: "GET /empty HTTP/1.1\r\nHost: x\r\n\r\n" + last, statuses: [204, 200]),
        Case(
            name: "released answer", request: "GET /drop HTTP/1.1\r\nHost: x\r\n\r\n" + last, statuses: [500, 200],
            holds: ["abandoned at /drop"]),
        Case(name: "second answer", request: "GET /twice HTTP/1.1\r\nHost: x\r\n\r\n" + last, statuses: [200, 200]),
        Case(name: "malformed", request: "GET / HTTP/1.1\r\n\r\n", statuses: [400], holds: ["malformed"]),
        Case(
            name: "good, then malformed", request: "GET / HTTP/1.1\r\nHost: x\r\n\r\nBAD\r\n\r\n" + last,
            statuses: [200, 400]),
        Case(name: "version", request: "GET / HTTP/3.0\r\nHost: x\r\n\r\n", statuses: [505]),
        Case(
            name: "coding", request: "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n", statuses: [501]),
        Case(
            name: "expectation", request: "POST / HTTP/1.1\r\nHost: x\r\nExpect: x\r\nContent-Length: 1\r\n\r\n",
            statuses: [417]),
        Case(
            name: "body limit", request: "POST /a/b HTTP/1.1\r\nHost: x\r\nContent-Length: 1048577\r\n\r\n",
            statuses: [413], holds: ["bodyTooLarge at /a/b"]),
        Case(
            name: "body limit without 100",
            request: "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1048577\r\n\r\n",
            statuses: [413]),
        Case(
            name: "chunked body limit",
            request: "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n100001\r\n", statuses: [413],
            holds: ["bodyTooLarge at /a"]),
        Case(
            name: "request line limit", request: "GET /\(String(repeating: "a", count: 9000)) HTTP/1.1\r\n",
            statuses: [414]),
        Case(
            name: "field limit",
            request: "GET / HTTP/1.1\r\nHost: x\r\n\(String(repeating: "a: b\r\n", count: 101))\r\n", statuses: [431]),
        Case(
            name: "head limit",
            request: "GET / HTTP/1.1\r\nHost: x\r\na: \(String(repeating: "a", count: 40_000))\r\n\r\n",
            statuses: [431]),
    ]

    @Test(arguments: LoopKind.allCases, cases)
    func answers(_ loop: LoopKind, _ example: Case) throws {
        let server = try RunningServer(loop) { $0.limits.bodyByteLimit = 1_048_576 }
        let text = try server.exchange(example.request)
        let statuses = text.components(before: "HTTP/1.1 ").map { Int($0.prefix(3)) ?? 0 }
        #expect(statuses == example.statuses, "\(text)")
        for part in example.holds { #expect(text.contains(part), "\(text)") }
    }

    @Test(arguments: LoopKind.allCases, cases)
    func answersTheSameByteByByte(_ loop: LoopKind, _ example: Case) throws {
        let server = try RunningServer(loop) { $0.limits.bodyByteLimit = 1_048_576 }
        let client = try server.connect()
        // A refusal may come, and the connection close, before the last byte is sent.
        for byte in example.request.utf8.prefix(1000) { if (try? client.send([byte])) == nil { break } }
        if example.request.utf8.count > 1000 { try? client.send(Array(example.request.utf8.dropFirst(1000))) }
        let text = try client.rest(allowsReset: true)
        let statuses = text.components(before: "HTTP/1.1 ").map { Int($0.prefix(3)) ?? 0 }
        #expect(statuses == example.statuses, "\(text)")
    }
}

extension String {
    /// What follows each `mark`, up to the next.
    func components(before mark: String) -> [Substring] {
        var parts: [Substring] = []
        var rest = self[...]
        while let start = rest.firstRange(of: mark) {
            rest = rest[start.upperBound...]
            parts.append(rest[..<(rest.firstRange(of: mark)?.lowerBound ?? rest.endIndex)])
        }
        return parts
    }
}
