import HTTPServer
import HTTPTypes
import Testing

/// Requests and answers over TLS: sizes, speeds, ends.
@Suite(.timeLimit(.minutes(2)))
struct TLSExchangeTests {
    private static let get = "GET /echo HTTP/1.1\r\nHost: x\r\n\r\n"
    private static let hold = "GET /hold HTTP/1.1\r\nHost: x\r\n\r\n"

    @Test(arguments: LoopKind.allCases, TLSVersion.allCases)
    func movesLargeBodiesBothWays(_ loop: LoopKind, _ version: TLSVersion) throws {
        let server = try SecureServer(loop)
        let client = try server.connect(version.options)
        #expect(client.version == version.number && client.serverName == "first")
        let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        try client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.count)\r\n\r\n")
        try client.send(body)
        #expect(try client.response().body.suffix(body.count) == body[...])
        try client.send("GET /big?n=5000000 HTTP/1.1\r\nHost: x\r\n\r\n" + Self.get)
        #expect(try client.response().body.count == 5_000_000)
        #expect(try client.response().text == "GET /echo 127.0.0.1\n")
    }

    /// The server meets a full socket again and again, within records and between them.
    @Test(arguments: LoopKind.allCases, TLSVersion.allCases)
    func waitsForASlowReader(_ loop: LoopKind, _ version: TLSVersion) throws {
        let server = try SecureServer(loop)
        var options = version.options
        options.receiveBuffer = 4_096
        options.readByteLimit = 1_000
        let client = try server.connect(options)
        try client.send("GET /big?n=8000000 HTTP/1.1\r\nHost: x\r\n\r\n" + Self.get)
        let response = try client.response()
        #expect(response.body.count == 8_000_000 && response.body.allSatisfy { $0 == UInt8(ascii: "b") })
        #expect(try client.response().status == 200)
        try client.send("GET /close HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(try client.response().status == 200)
        #expect(try client.rest() == "" && client.sawCloseNotify)
    }

    @Test(arguments: LoopKind.allCases, TLSVersion.allCases)
    func putsBytesThatDripTogether(_ loop: LoopKind, _ version: TLSVersion) throws {
        let server = try SecureServer(loop)
        var options = version.options
        options.dripsBytes = true
        let client = try server.connect(options)
        // A record each for the bytes of the request, and each record byte by byte.
        for byte in "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc".utf8 { try client.send([byte]) }
        #expect(try client.response().text.hasSuffix("\nabc"))
        try client.send(Self.get + Self.get)
        #expect(try client.response().status == 200)
        #expect(try client.response().status == 200)
    }

    /// While a request is in hand the server looks for the peer's end, and what it finds in place of it must not be lost.
    @Test(arguments: LoopKind.allCases, TLSVersion.allCases)
    func answersWhatWasSentWhileARequestWasInHand(_ loop: LoopKind, _ version: TLSVersion) throws {
        let server = try SecureServer(loop)
        let client = try server.connect(version.options)
        for part in [Self.get, String(Self.get.prefix(10))] {
            try client.send(Self.hold)
            let held = try #require(server.handler.held.wait())
            try client.send(part)
            // One more connection is served, so the loop has been round.
            let other = try server.connect()
            try other.send(Self.get)
            #expect(try other.response().status == 200)
            held.respond(ServerResponse(status: .accepted))
            #expect(try client.response().status == 202)
            if part != Self.get { try client.send(String(Self.get.dropFirst(part.count))) }
            #expect(try client.response().status == 200)
        }
    }

    @Test(arguments: LoopKind.allCases, TLSVersion.allCases)
    func tellsTheHandlerThatThePeerHasFinished(_ loop: LoopKind, _ version: TLSVersion) throws {
        let server = try SecureServer(loop)
        let client = try server.connect(version.options)
        try client.send(Self.hold)
        let held = try #require(server.handler.held.wait())
        #expect(!held.request.cancellation.isPeerFinished)
        // close_notify and no FIN: the answer may still be read.
        try client.finishSending()
        #expect(eventually { held.request.cancellation.isPeerFinished })
        held.respond(ServerResponse(status: .accepted))
        #expect(try client.response().status == 202)
        #expect(try client.rest() == "" && client.sawCloseNotify)
    }

    @Test(arguments: LoopKind.allCases) func refusesARequestThatIsCutOff(_ loop: LoopKind) throws {
        let server = try SecureServer(loop)
        for saysSo in [true, false] {
            let client = try server.connect()
            try client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nab")
            if saysSo { try client.finishSending() } else { client.raw.finishSending() }
            #expect(try client.response().status == 400)
            #expect(try client.rest() == "" && client.sawCloseNotify)
        }
    }

    @Test(arguments: LoopKind.allCases, TLSVersion.allCases)
    func saysCloseNotifyHoweverItCloses(_ loop: LoopKind, _ version: TLSVersion) throws {
        let server = try SecureServer(loop) { $0.timeouts.idleSeconds = 0.1 }
        for request in [Self.get, "GET /close HTTP/1.1\r\nHost: x\r\n\r\n", "nonsense\r\n\r\n"] {
            let client = try server.connect(version.options)
            try client.send(request)
            _ = try client.response()
            #expect(try client.rest() == "" && client.sawCloseNotify)
        }
        let client = try server.connect(version.options)
        server.server.stop()
        #expect(try client.rest() == "" && client.sawCloseNotify)
    }

    @Test(arguments: LoopKind.allCases) func changesKeysWhenItIsAsked(_ loop: LoopKind) throws {
        let server = try SecureServer(loop)
        var options = TLSVersion.v13.options
        options.receiveBuffer = 4_096
        options.readByteLimit = 10_000
        let client = try server.connect(options)
        for _ in 0..<3 {
            // The server has new keys to announce while its answer meets a full socket.
            try client.send("GET /big?n=2000000 HTTP/1.1\r\nHost: x\r\n\r\n")
            try client.updateKeys()
            try client.send(Self.get)
            #expect(try client.response().body.count == 2_000_000)
            #expect(try client.response().status == 200)
        }
    }

    @Test(arguments: LoopKind.allCases) func turnsAConnectionTooManyAwayInWords(_ loop: LoopKind) throws {
        let server = try SecureServer(loop) { $0.connectionLimit = 1 }
        let first = try server.connect()
        try first.send(Self.get)
        #expect(try first.response().status == 200)
        let second = try server.connect()
        #expect(try second.response().status == 503)
        #expect(try second.rest() == "" && second.sawCloseNotify)
    }

    @Test(arguments: LoopKind.allCases, [1, 2])
    func drainsLikePlainHTTP(_ loop: LoopKind, _ loopCount: Int) throws {
        let server = try SecureServer(loop) { $0.loopCount = loopCount }
        let idle = try server.connect()
        try idle.send(Self.get)
        #expect(try idle.response().status == 200)
        let silent = try server.unshaken()
        let busy = try server.connect()
        try busy.send(Self.hold)
        let held = try #require(server.handler.held.wait())
        let ended = Signal<Bool>()
        server.server.drain(delaySeconds: 0, timeoutSeconds: 10) { ended.set($0) }
        #expect(try idle.rest() == "" && idle.sawCloseNotify)
        #expect(try silent.raw.rest() == "")
        held.respond(ServerResponse(status: .accepted))
        let response = try busy.response()
        #expect(response.status == 202 && response.has("Connection: close"))
        #expect(try busy.rest() == "" && busy.sawCloseNotify)
        #expect(ended.wait() == true)
        #expect(server.server.connectionCount == 0)
    }
}
