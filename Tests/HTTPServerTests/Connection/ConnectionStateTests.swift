import HTTPTypes
import Synchronization
import Testing

@testable import HTTPServer

/// The protocol state without sockets, its clock in the test's hands.
struct ConnectionStateTests {
    private struct Run {
        var state: ConnectionState
        var writer = ResponseWriter()

        init(
            _ timeouts: HTTPTimeouts = HTTPTimeouts(),
            refusal: @escaping @Sendable (ServerRequest) -> ServerResponse? = { _ in nil }
        ) {
            let settings = ConnectionSettings(limits: HTTPLimits(), timeouts: timeouts, refusal: refusal)
            state = ConnectionState(settings: settings, remoteAddress: "192.0.2.1", now: 0)
        }

        mutating func receive(_ text: String, at seconds: Double = 0) -> ConnectionStep {
            let now = MonotonicClock.nanoseconds(seconds)
            return Array(text.utf8).withUnsafeBufferPointer { state.receive($0, now: now) }
        }

        mutating func respond(_ response: ServerResponse = ServerResponse(status: .ok), mayBeLast: Bool = false)
            -> String
        {
            let output = state.respond(response, mayBeLast: mayBeLast, writer: &writer, now: 0)
            return String(decoding: output.head + output.content, as: UTF8.self)
        }
    }

    private static let get = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n"

    private func name(_ step: ConnectionStep) -> String {
        switch step {
        case .wait: "wait"
        case .sendContinue: "continue"
        case .handle(let request): "handle \(request.path) \(request.body.count)"
        case .refuse(let failure): "refuse \(failure.kind)"
        case .refuseContent(let response): "refuse content \(response.status.code)"
        case .finish: "finish"
        case .close: "close"
        }
    }

    @Test func answersOneRequestAfterTheOther() {
        var run = Run()
        #expect(name(run.receive(Self.get + "GET /b HTTP/1.1\r\nHost: x\r\n\r\nGET /c")) == "handle /a 0")
        #expect(!run.state.wantsInput)
        #expect(!run.respond().contains("Connection"))
        #expect(name(run.state.finishWriting(now: 0)) == "handle /b 0")
        #expect(!run.respond().contains("Connection"))
        #expect(name(run.state.finishWriting(now: 0)) == "wait")
        #expect(run.state.wantsInput)
        #expect(name(run.receive(" HTTP/1.1\r\nHost: x\r\n\r\n")) == "handle /c 0")
    }

    private static let refusingRun = Run(refusal: { head in
        head.path == "/closed" && head.body.isEmpty ? ServerResponse(status: .unauthorized) : nil
    })

    @Test(arguments: [
        "Content-Length: 3\r\n", "Transfer-Encoding: chunked\r\n", "Content-Length: 3\r\nExpect: 100-continue\r\n",
    ])
    func refusesContentThatHasNotCome(_ framing: String) {
        var run = Self.refusingRun
        #expect(name(run.receive("POST /closed HTTP/1.1\r\nHost: x\r\n\(framing)\r\n")) == "refuse content 401")
        #expect(!run.state.wantsInput)
        #expect(run.respond(ServerResponse(status: .unauthorized)).contains("Connection: close"))
        #expect(name(run.state.finishWriting(now: 0)) == "finish")
        #expect(run.state.hasUnreadRequest)
    }

    @Test func letsContentComeThatIsWanted() {
        var run = Self.refusingRun
        #expect(name(run.receive("POST /open HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n")) == "wait")
        #expect(name(run.receive("abc")) == "handle /open 3")
    }

    @Test func leavesWholeRequestsToTheHandler() {
        var run = Self.refusingRun
        let text = "POST /closed HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
        #expect(name(run.receive(text + text)) == "handle /closed 3")
        _ = run.respond()
        #expect(name(run.state.finishWriting(now: 0)) == "handle /closed 3")
    }

    @Test func asksOnceForEachRequest() {
        let asked = Mutex(0)
        var run = Run(refusal: { _ in
            asked.withLock { $0 += 1 }
            return nil
        })
        for _ in 0..<2 {
            _ = run.receive("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n")
            for byte in ["a", "b", "c"] { _ = run.receive(byte) }
            _ = run.respond()
            _ = run.state.finishWriting(now: 0)
        }
        #expect(asked.withLock { $0 } == 2)
    }

    @Test func anEmptyLineBeginsNoRequest() {
        var run = Run()
        _ = run.receive(Self.get)
        _ = run.respond()
        _ = run.state.finishWriting(now: 0)
        #expect(name(run.receive("\r")) == "wait" && !run.state.isIdle)
        #expect(name(run.receive("\n")) == "wait" && run.state.isIdle)
        #expect(run.state.deadline == MonotonicClock.nanoseconds(HTTPTimeouts().idleSeconds))
        #expect(name(run.state.expire()) == "close")
    }

    @Test func knowsStaleAnswers() {
        var run = Run()
        _ = run.receive(Self.get)
        let serial = run.state.serial
        #expect(run.state.isAwaiting(serial))
        _ = run.respond()
        #expect(!run.state.isAwaiting(serial))
        _ = run.state.finishWriting(now: 0)
        _ = run.receive(Self.get)
        #expect(!run.state.isAwaiting(serial))
    }

    @Test func closesWhenTheClientAsks() {
        var run = Run()
        _ = run.receive("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        #expect(run.respond().contains("Connection: close\r\n"))
        #expect(name(run.state.finishWriting(now: 0)) == "finish")
    }

    @Test func closesWhenTheHandlerAsks() {
        var run = Run()
        _ = run.receive(Self.get)
        #expect(run.respond(ServerResponse(status: .ok, headers: [.connection: "Close"])).contains("Connection: close"))
    }

    @Test func asksForContentOnceAndOnlyIfNoneHasCome() {
        let head = "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n"
        var run = Run()
        #expect(name(run.receive(head)) == "continue")
        #expect(name(run.receive("ab")) == "wait")
        #expect(name(run.receive("cd")) == "handle / 4")
        var eager = Run()
        #expect(name(eager.receive(head + "ab")) == "wait")
        #expect(name(eager.receive("cd")) == "handle / 4")
    }

    @Test func leavesOutTheContentOfHEAD() {
        var run = Run()
        _ = run.receive("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n")
        let text = run.respond(ServerResponse(status: .ok, body: Array("abc".utf8)))
        #expect(text.contains("Content-Length: 3\r\n") && text.hasSuffix("\r\n\r\n"))
    }

    @Test func drainingClosesAfterTheLastRequestThatCame() {
        var run = Run()
        _ = run.receive(Self.get + Self.get)
        #expect(!run.respond(mayBeLast: true).contains("close"))
        #expect(name(run.state.finishWriting(now: 0)) == "handle /a 0")
        #expect(run.respond(mayBeLast: true).contains("Connection: close"))
    }

    @Test func deadlinesFollowWhatIsRead() {
        var timeouts = HTTPTimeouts()
        timeouts.minimumBytesPerSecond = 10
        timeouts.idleSeconds = 7
        var run = Run(timeouts)
        func deadline() -> Double { Double(run.state.deadline) / 1e9 }
        #expect(deadline() == 10)
        _ = run.receive("POST / HTT", at: 2)
        #expect(deadline() == 12)
        _ = run.receive("P/1.1\r\nHost: x\r\n", at: 5)
        #expect(deadline() == 12, "a drip must not put off the deadline")
        _ = run.receive("Content-Length: 100\r\n\r\n", at: 6)
        #expect(deadline() == 16)
        _ = run.receive(String(repeating: "a", count: 20), at: 7)
        #expect(deadline() == 18, "20 bytes are worth two seconds")
        _ = run.receive(String(repeating: "a", count: 80), at: 8)
        #expect(run.state.deadline == .max)
        _ = run.respond()
        _ = run.state.finishWriting(now: MonotonicClock.nanoseconds(9))
        #expect(deadline() == 16)
    }

    @Test func knowsThePathOfARefusalWhoseHeadWasRead() {
        var run = Run()
        _ = run.receive(Self.get + "BAD\r\n\r\n")
        #expect(run.state.pathSegments == ["a"])
        _ = run.respond()
        #expect(name(run.state.finishWriting(now: 0)) == "refuse malformed")
        #expect(run.state.pathSegments == nil, "not that of the request before")
        var tooLong = Run()
        let head = "POST /b%2Fc/d?e HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
        #expect(name(tooLong.receive(head + "Content-Length: 99999999999\r\n\r\n")) == "refuse bodyTooLarge")
        #expect(tooLong.state.pathSegments == ["b/c", "d"])
        var cut = Run()
        _ = cut.receive("POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\na")
        #expect(name(cut.state.receiveEnd()) == "refuse malformed")
        #expect(cut.state.pathSegments == ["b"])
    }

    @Test func expiresByWhatItWaitsFor() {
        var idle = Run()
        #expect(name(idle.state.expire()) == "close")
        var head = Run()
        _ = head.receive("GET")
        #expect(name(head.state.expire()) == "refuse timeout")
        #expect(head.respond(ServerResponse(status: .requestTimeout)).contains("Connection: close"))
        var body = Run()
        _ = body.receive("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\na")
        #expect(name(body.state.expire()) == "refuse timeout")
        var handling = Run()
        _ = handling.receive(Self.get)
        #expect(name(handling.state.expire()) == "wait")
        _ = handling.respond()
        #expect(name(handling.state.expire()) == "close")
    }

    @Test func takesThePeersEnd() {
        var idle = Run()
        #expect(name(idle.state.receiveEnd()) == "close")
        var cut = Run()
        _ = cut.receive("GET /")
        #expect(name(cut.state.receiveEnd()) == "refuse malformed")
        var handling = Run()
        guard case .handle(let request) = handling.receive(Self.get) else {
            Issue.record("no request")
            return
        }
        #expect(name(handling.state.receiveEnd()) == "wait")
        #expect(request.cancellation.isPeerFinished && !request.cancellation.isCancelled)
        handling.state.close()
        #expect(request.cancellation.isCancelled)
    }
}
