import HTTPServer
import TestSupport
import Testing

/// Request bytes in, response bytes out, over sockets, on every kind of loop: what must be answered, what must be
/// refused, and what must become of the bytes behind it.
@Suite(.timeLimit(.minutes(2)))
struct ConformanceTests {
    static let cases =
        ConformanceCase.requestLines + ConformanceCase.targets + ConformanceCase.hosts + ConformanceCase.fields
        + ConformanceCase.lengths + ConformanceCase.smuggling + ConformanceCase.chunks + ConformanceCase.trailers
        + ConformanceCase.expectations + ConformanceCase.methods + ConformanceCase.version10
        + ConformanceCase.connections + ConformanceCase.pipelines + ConformanceCase.responses + ConformanceCase.limits
        + ConformanceCase.cutOff

    /// What no parser may take is a case as well: it is refused, the connection closes, and what follows is not answered.
    static let refusals = BadRequest.all.map {
        ConformanceCase($0.name, bytes: $0.bytes, [$0.status], .closes)
    }

    private static let follower = Array("GET /follower HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".utf8)

    @Test(arguments: LoopKind.allCases, cases + refusals)
    func answers(_ loop: LoopKind, _ example: ConformanceCase) throws {
        let client = try ConformanceServers.server(loop).connect()
        // A refusal may come, and the connection close, before all is sent.
        try? client.send(example.bytes + (example.ending == .cutOff ? [] : Self.follower))
        if example.ending == .cutOff { client.finishSending() }
        try check(client, example)
    }

    @Test(arguments: LoopKind.allCases, (cases + refusals).filter { $0.bytes.count < 600 })
    func answersTheSameByteByByte(_ loop: LoopKind, _ example: ConformanceCase) throws {
        let client = try ConformanceServers.server(loop).connect()
        for byte in example.bytes { if (try? client.send([byte])) == nil { break } }
        if example.ending == .cutOff { client.finishSending() } else { try? client.send(Self.follower) }
        try check(client, example)
    }

    @Test func namesBeginWithTheirSectionAndAreUnique() {
        let names = (Self.cases + Self.refusals).map(\.name)
        for name in names {
            #expect(name.prefixMatch(of: #/(RFC \d{4} \d+(\.\d+)*|CVE-\d{4}-\d{4,}): \S/#) != nil, "\(name)")
        }
        #expect(Dictionary(grouping: names) { $0 }.filter { $0.value.count > 1 }.keys.sorted() == [])
    }

    private func check(_ client: RawClient, _ example: ConformanceCase) throws {
        let bytes = try client.restBytes(allowsReset: true)
        let text = String(decoding: bytes, as: UTF8.self)
        var expected = example.statuses
        if example.ending == .staysOpen { expected.append(200) }
        let grammar = ResponseGrammar(bytes, headAnswers: example.headAnswers)
        // Whether content is asked for depends on whether it has come already.
        let responses = grammar.responses.filter { $0.status != 100 }
        #expect(responses.map(\.status) == expected, "\(text)")
        #expect(grammar.remainder == [], "\(text)")
        #expect(grammar.faults == [], "\(text)")
        // RFC 9112 section 9.6: the last response says that it is the last one, and no other does.
        #expect(responses.dropLast().allSatisfy { !$0.has("Connection: close") }, "\(text)")
        #expect(example.ending == .cutOff || responses.last?.has("Connection: close") == true, "\(text)")
        if example.ending == .staysOpen {
            #expect(responses.last?.text == "GET /follower 127.0.0.1\n", "\(text)")
        } else {
            #expect(!text.contains("/follower"), "\(text)")
        }
        #expect(!text.contains("/smuggled"), "\(text)")
        var rest = bytes[...]
        for part in example.holds {
            let range = rest.firstRange(of: Array(part.utf8))
            #expect(range != nil, "lacks \(part): \(text)")
            rest = rest[(range?.upperBound ?? rest.startIndex)...]
        }
        for part in example.lacks { #expect(bytes.firstRange(of: Array(part.utf8)) == nil, "holds \(part): \(text)") }
    }
}
