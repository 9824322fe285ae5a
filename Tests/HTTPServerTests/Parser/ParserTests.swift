import HTTPTypes
import TestSupport
import Testing

@testable import HTTPServer

struct ParserTests {
    /// Requests in order, several to a stream, with what must come of them.
    static let streams: [(text: String, lines: [String])] = [
        ("GET / HTTP/1.1\r\nHost: x\r\n\r\n", ["GET / 1.1 none keep=true continue=false host=x", "end"]),
        ("\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", ["GET / 1.1 none keep=true continue=false host=x", "end"]),
        ("GET / HTTP/1.0\r\n\r\n", ["GET / 1.0 none keep=false continue=false ", "end"]),
        (
            "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n",
            ["GET / 1.0 none keep=true continue=false connection=Keep-Alive", "end"]
        ),
        (
            "GET / HTTP/1.1\r\nHost:\r\nConnection: x, close\r\n\r\n",
            ["GET / 1.1 none keep=false continue=false host=|connection=x, close", "end"]
        ),
        (
            "POST /a?b HTTP/1.1\r\nHost: [::1]:80\r\nContent-Length: 003\r\nExpect: 100-Continue\r\n\r\nabc",
            [
                "POST /a?b 1.1 length(3) keep=true continue=true host=[::1]:80|content-length=003|expect=100-Continue",
                "body [97, 98, 99]", "end",
            ]
        ),
        (
            "POST / HTTP/1.1\r\nhOST: x\r\ntRANSFER-eNCODING: cHUNKED\r\nX:  \t y z \t\r\n\r\n"
                + "3;a=\"b\"\r\nabc\r\n00A\r\n0123456789\r\n0;z\r\nX-T: y\r\nZ:\r\n\r\nGET /n HTTP/1.1\r\nHost: x\r\n\r\n",
            [
                "POST / 1.1 chunked keep=true continue=false host=x|transfer-encoding=cHUNKED|x=y z",
                "body [97, 98, 99, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57]", "end",
                "GET /n 1.1 none keep=true continue=false host=x", "end",
            ]
        ),
        (
            "OPTIONS * HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nExpect: 100-continue\r\n\r\n",
            [
                "OPTIONS * 1.1 length(0) keep=true continue=false host=x|content-length=0|expect=100-continue", "end",
            ]
        ),
        (
            "M-SEARCH HTTP://Host:8000/a?b=c HTTP/1.1\r\nHost: other\r\n\r\n",
            ["M-SEARCH HTTP://Host:8000/a?b=c 1.1 none keep=true continue=false host=other", "end"]
        ),
    ]

    @Test(arguments: streams.indices) func readsStream(_ index: Int) {
        let stream = Self.streams[index]
        #expect(ParserDriver.events(stream.text).lines == stream.lines)
    }

    @Test(arguments: streams.indices) func readsTheSameInPieces(_ index: Int) {
        let stream = Self.streams[index]
        for size in 1...7 {
            #expect(ParserDriver.events(stream.text, pieceSize: size).lines == stream.lines, "pieces of \(size)")
        }
    }

    @Test(arguments: streams.indices) func readsTheSameSplitAnywhere(_ index: Int) {
        let stream = Self.streams[index]
        let bytes = Array(stream.text.utf8)
        for position in 0...bytes.count {
            var driver = ParserDriver()
            driver.feed(Array(bytes[..<position]))
            driver.feed(Array(bytes[position...]))
            #expect(driver.lines == stream.lines, "split at \(position)")
        }
    }

    @Test(arguments: BadRequest.all) func refuses(_ bad: BadRequest) {
        #expect(ParserDriver.events(bad.bytes).failure?.status.code == bad.status)
    }

    @Test(arguments: BadRequest.all) func refusesTheSameSplitAnywhere(_ bad: BadRequest) {
        let whole = ParserDriver.events(bad.bytes).lines
        #expect(ParserDriver.events(bad.bytes, pieceSize: 1).lines == whole)
        for position in 0...bad.bytes.count {
            var driver = ParserDriver()
            driver.feed(Array(bad.bytes[..<position]))
            driver.feed(Array(bad.bytes[position...]))
            #expect(driver.lines == whole, "split at \(position)")
        }
    }

    @Test(arguments: BadRequest.all) func staysRefused(_ bad: BadRequest) {
        var driver = ParserDriver.events(bad.bytes)
        driver.failure = nil
        driver.feed(Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8))
        #expect(driver.failure?.status.code == bad.status)
    }

    /// RFC 9110 section 5.6.2.
    static let tokenBytes = Set(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

    @Test func takesTokenBytesInNamesAndNoOthers() {
        for byte in UInt8.min...UInt8.max {
            let bytes = Array("GET / HTTP/1.1\r\nHost: x\r\na".utf8) + [byte] + Array("b: c\r\n\r\n".utf8)
            // A colon ends the name: `a` with the value `b: c`.
            let isFine = Self.tokenBytes.contains(byte) || byte == UInt8(ascii: ":")
            #expect((ParserDriver.events(bytes).failure == nil) == isFine, "byte \(byte)")
        }
    }

    @Test func takesTokenBytesInMethodsAndNoOthers() {
        for byte in UInt8.min...UInt8.max {
            let bytes = [byte] + Array("M / HTTP/1.1\r\nHost: x\r\n\r\n".utf8)
            #expect((ParserDriver.events(bytes).failure == nil) == Self.tokenBytes.contains(byte), "byte \(byte)")
        }
    }

    @Test func takesVisibleBytesSpaceAndTabInValues() {
        for byte in UInt8.min...UInt8.max {
            let bytes = Array("GET / HTTP/1.1\r\nHost: x\r\nA: b".utf8) + [byte] + Array("c\r\n\r\n".utf8)
            let isFine = byte == 0x09 || (byte >= 0x20 && byte != 0x7F)
            #expect((ParserDriver.events(bytes).failure == nil) == isFine, "byte \(byte)")
        }
    }

    @Test func takesURIBytesInTargets() {
        let fine = Set("-._~!$&'()*+,;=:@/?[]0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
        for byte in UInt8.min...UInt8.max {
            let bytes = Array("GET /a".utf8) + [byte] + Array("zz HTTP/1.1\r\nHost: x\r\n\r\n".utf8)
            #expect((ParserDriver.events(bytes).failure == nil) == fine.contains(byte), "byte \(byte)")
        }
    }

    @Test func takesHexadecimalDigitsInChunkSizesAndNoOthers() {
        let fine = Set("0123456789abcdefABCDEF".utf8)
        for byte in UInt8.min...UInt8.max {
            let bytes =
                Array("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1".utf8) + [byte]
                + Array("\r\n".utf8)
            // A semicolon begins an extension.
            let isFine = fine.contains(byte) || byte == UInt8(ascii: ";")
            // A CR is followed by a second one here, which is not the LF that must follow.
            #expect((ParserDriver.events(bytes).failure == nil) == isFine, "byte \(byte)")
        }
    }

    @Test func neverTrapsOnRandomChanges() {
        var generator = SeededGenerator(seed: 20_261)
        let seeds = Self.streams.map { Array($0.text.utf8) }
        for _ in 0..<3000 {
            var bytes = seeds.randomElement(using: &generator) ?? []
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let position = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[position] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: position)
                default: bytes.remove(at: position)
                }
                if bytes.isEmpty { bytes = [0] }
            }
            let whole = ParserDriver.events(bytes).lines
            #expect(ParserDriver.events(bytes, pieceSize: 1).lines == whole, "\(bytes)")
            #expect(ParserDriver.events(bytes, pieceSize: 3).lines == whole, "\(bytes)")
        }
    }
}
