import Glibc
import HTTPServer
import HTTPTypes
import Testing

/// The good end: nothing that was sent goes unanswered.
@Suite(.timeLimit(.minutes(2)))
struct DrainTests {
    private static let get = "GET /echo HTTP/1.1\r\nHost: x\r\n\r\n"
    private static let hold = "GET /hold HTTP/1.1\r\nHost: x\r\n\r\n"

    @Test(arguments: LoopKind.allCases, [1, 2])
    func answersWhatIsInFlightAndClosesWhatIsIdle(_ loop: LoopKind, _ loopCount: Int) throws {
        let server = try RunningServer(loop) { $0.loopCount = loopCount }
        let idle = try server.connect()
        try idle.send(Self.get)
        #expect(try idle.response().status == 200)
        let busy = try server.connect()
        try busy.send(Self.hold)
        let held = try #require(server.handler.held.wait())
        let ended = Signal<Bool>()
        server.server.drain(delaySeconds: 0, timeoutSeconds: 10) { ended.set($0) }
        #expect(try idle.rest() == "")
        // Every loop stops accepting in its own time.
        #expect(eventually { (try? server.connect()) == nil })
        held.respond(ServerResponse(status: .accepted))
        let response = try busy.response()
        #expect(response.status == 202 && response.has("Connection: close"))
        #expect(try busy.rest() == "")
        #expect(ended.wait() == true)
        #expect(server.server.connectionCount == 0)
    }

    @Test(arguments: LoopKind.allCases) func answersPipelinedRequests(_ loop: LoopKind) throws {
        let server = try RunningServer(loop)
        let client = try server.connect()
        try client.send(Self.hold + Self.get)
        let held = try #require(server.handler.held.wait())
        // This one stays in the kernel's buffer.
        try client.send(Self.get)
        let ended = Signal<Bool>()
        server.server.drain(delaySeconds: 0, timeoutSeconds: 10) { ended.set($0) }
        #expect(eventually { (try? server.connect()) == nil })
        held.respond(ServerResponse(status: .accepted))
        #expect(try !client.response().has("Connection: close"))
        #expect(try !client.response().has("Connection: close"))
        #expect(try client.response().has("Connection: close"))
        #expect(try client.rest() == "")
        #expect(ended.wait() == true)
    }

    @Test(arguments: LoopKind.allCases) func servesDuringTheDelay(_ loop: LoopKind) throws {
        let server = try RunningServer(loop)
        let ended = Signal<Bool>()
        server.server.drain(delaySeconds: 0.3, timeoutSeconds: 10) { ended.set($0) }
        let client = try server.connect()
        try client.send(Self.get)
        #expect(try client.response().status == 200)
        #expect(ended.wait() == true)
        #expect(try client.rest() == "")
    }

    @Test(arguments: LoopKind.allCases) func cutsOffWhatTakesTooLong(_ loop: LoopKind) throws {
        let server = try RunningServer(loop)
        let client = try server.connect()
        try client.send(Self.hold)
        let held = try #require(server.handler.held.wait())
        let ended = Signal<Bool>()
        server.server.drain(delaySeconds: 0, timeoutSeconds: 0.1) { ended.set($0) }
        #expect(ended.wait() == false)
        #expect(try client.rest(allowsReset: true) == "")
        #expect(held.request.cancellation.isCancelled)
    }

    @Test(arguments: LoopKind.allCases) func anEmptyServerIsDoneAtOnce(_ loop: LoopKind) throws {
        let server = try RunningServer(loop)
        let ended = Signal<Bool>()
        server.server.drain(delaySeconds: 0, timeoutSeconds: 10) { ended.set($0) }
        #expect(ended.wait() == true)
    }
}
