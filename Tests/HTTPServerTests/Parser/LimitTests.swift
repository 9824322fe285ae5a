import Testing

@testable import HTTPServer

struct LimitTests {
    static func limits(_ change: (inout HTTPLimits) -> Void) -> HTTPLimits {
        var limits = HTTPLimits()
        change(&limits)
        return limits
    }

    @Test(arguments: [1, 7, Int.max]) func requestLineIsTakenAtTheLimitAndRefusedAbove(_ size: Int) {
        // "GET " + target + " HTTP/1.1\r\n" is 15 bytes and the target.
        let limits = Self.limits { $0.requestLineByteLimit = 100 }
        for (length, kind) in [(85, nil), (86, HTTPFailure.Kind.targetTooLong)] {
            let target = "/" + String(repeating: "a", count: length - 1)
            let events = ParserDriver.events(
                "GET \(target) HTTP/1.1\r\nHost: x\r\n\r\n", pieceSize: size, limits: limits)
            #expect(events.failure?.kind == kind)
        }
    }

    @Test(arguments: [1, 7, Int.max]) func headIsTakenAtTheLimitAndRefusedAbove(_ size: Int) {
        let limits = Self.limits { $0.headByteLimit = 200 }
        let frame = "GET / HTTP/1.1\r\nHost: x\r\nA: \r\n\r\n".utf8.count
        for (length, kind) in [(200 - frame, nil), (201 - frame, HTTPFailure.Kind.headTooLarge)] {
            let value = String(repeating: "a", count: length)
            let events = ParserDriver.events(
                "GET / HTTP/1.1\r\nHost: x\r\nA: \(value)\r\n\r\n", pieceSize: size, limits: limits)
            #expect(events.failure?.kind == kind)
        }
    }

    @Test func refusesAnEndlessRequestLineWithoutItsEnd() {
        let events = ParserDriver.events(String(repeating: "A", count: 9000), pieceSize: 100)
        #expect(events.failure?.kind == .targetTooLong)
    }

    @Test func countsFields() {
        let limits = Self.limits { $0.fieldCountLimit = 10 }
        for (count, kind) in [(9, nil), (10, HTTPFailure.Kind.headTooLarge)] {
            let fields = (0..<count).map { "A\($0): b\r\n" }.joined()
            let events = ParserDriver.events("GET / HTTP/1.1\r\nHost: x\r\n\(fields)\r\n", limits: limits)
            #expect(events.failure?.kind == kind)
        }
    }

    @Test func refusesALongBodyBeforeItComes() {
        let limits = Self.limits { $0.bodyByteLimit = 10 }
        for (length, kind) in [(10, nil), (11, HTTPFailure.Kind.bodyTooLarge)] {
            let head = "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: \(length)\r\n\r\n"
            #expect(ParserDriver.events(head, limits: limits).failure?.kind == kind)
        }
    }

    @Test func tellsTheHeadOfARequestWhoseBodyIsTooLong() {
        let limits = Self.limits { $0.bodyByteLimit = 10 }
        for length in ["11", "99999999999999999999"] {
            let head = "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: \(length)\r\n\r\n"
            let lines = ParserDriver.events(head, limits: limits).lines
            #expect(lines.count == 2 && lines[0].hasPrefix("POST /a ") && lines[1].hasPrefix("failure bodyTooLarge"))
        }
    }

    @Test func refusesALongChunkedBodyAtTheChunkThatIsTooMuch() {
        let limits = Self.limits { $0.bodyByteLimit = 10 }
        let head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        #expect(ParserDriver.events(head + "5\r\n12345\r\n5\r\n12345\r\n0\r\n\r\n", limits: limits).failure == nil)
        let events = ParserDriver.events(head + "5\r\n12345\r\n6", limits: limits)
        #expect(events.failure?.kind == .bodyTooLarge)
    }

    @Test func boundsChunkExtensionsOfTheWholeBody() {
        let limits = Self.limits { $0.chunkExtensionByteLimit = 10 }
        let head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        #expect(ParserDriver.events(head + "1;abcd\r\n1\r\n0;abcd\r\n\r\n", limits: limits).failure == nil)
        #expect(
            ParserDriver.events(head + "1;abcd\r\n1\r\n0;abcde\r\n\r\n", limits: limits).failure?.kind == .malformed)
    }

    @Test func boundsTrailers() {
        let limits = Self.limits { $0.trailerByteLimit = 20 }
        let head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
        #expect(ParserDriver.events(head + "A: b\r\nC: d\r\n\r\n", limits: limits).failure == nil)
        let many = String(repeating: "A: b\r\n", count: 5)
        #expect(ParserDriver.events(head + many + "\r\n", limits: limits).failure?.kind == .headTooLarge)
    }

    /// A million chunks of one byte: linear time, and no memory but the byte's own.
    @Test func takesManySmallChunks() {
        let chunks = [UInt8](repeating: 0, count: 0) + Array(String(repeating: "1\r\na\r\n", count: 20_000).utf8)
        var driver = ParserDriver()
        driver.feed(Array("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".utf8))
        for _ in 0..<5 { driver.feed(chunks) }
        driver.feed(Array("0\r\n\r\n".utf8))
        #expect(driver.failure == nil)
        #expect(driver.lines.last == "end")
        #expect(driver.lines.dropLast().last?.utf8.count == "body []".utf8.count + 100_000 * 4 - 2)
    }
}
