import Dispatch
import Glibc
import HTTPServer
import HTTPTypes
import Synchronization
import Testing

/// What connections do over time: waiting, leaving, draining, limits.
@Suite(.timeLimit(.minutes(2)))
struct ConnectionTests {
    private static let get = "GET /echo HTTP/1.1\r\nHost: x\r\n\r\n"
    private static let hold = "GET /hold HTTP/1.1\r\nHost: x\r\n\r\n"

    @Test(arguments: LoopKind.allCases) func answersHEADWithTheLengthAndNoContent(_ loop: LoopKind) throws {
        let server = try RunningServer(loop)
        let client = try server.connect()
        try client.send("HEAD /big?n=1000 HTTP/1.1\r\nHost: x\r\n\r\n" + Self.get)
        let head = try client.response(isHead: true)
        #expect(head.has("Content-Length: 1000") && head.body.isEmpty)
        #expect(try client.response().text.hasPrefix("GET /echo"))
    }

    @Test(arguments: LoopKind.allCases) func asksForTheContent(_ loop: LoopKind) throws {
        let server = try RunningServer(loop)
        let client = try server.connect()
        try client.send("POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n")
        #expect(try client.response().status == 100)
        try client.send("abc")
        let response = try client.response()
        #expect(response.status == 200 && response.text.hasSuffix("\nabc"))
    }

    @Test(arguments: LoopKind.allCases) func answersOnIPv6(_ loop: LoopKind) throws {
        guard let server = try? RunningServer(loop, host: "::1") else {
            // A machine without IPv6: nothing to test.
            return
        }
        let client = try server.connect()
        try client.send(Self.get)
        #expect(try client.response().text == "GET /echo ::1\n")
    }

    @Test(arguments: LoopKind.allCases) func movesLargeBodiesBothWays(_ loop: LoopKind) throws {
        let server = try RunningServer(loop)
        let client = try server.connect()
        let body = [UInt8](repeating: UInt8(ascii: "u"), count: 3_000_000)
        try client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.count)\r\n\r\n")
        try client.send(body)
        #expect(try client.response().body.suffix(body.count) == body[...])
        try client.send("GET /big?n=5000000 HTTP/1.1\r\nHost: x\r\n\r\n" + Self.get)
        #expect(try client.response().body.count == 5_000_000)
        #expect(try client.response().status == 200)
    }

    @Test(arguments: LoopKind.allCases) func answersAPeerThatHasFinishedSending(_ loop: LoopKind) throws {
        let server = try RunningServer(loop)
        let client = try server.connect()
        try client.send(Self.hold + Self.get)
        client.finishSending()
        let held = try #require(server.handler.held.wait())
        held.respond(ServerResponse(status: .accepted))
        #expect(try client.response().status == 202)
        #expect(try client.response().status == 200)
        #expect(try client.rest() == "")
    }

    @Test(arguments: LoopKind.allCases) func refusesARequestThatIsCutOff(_ loop: LoopKind) throws {
        let server = try RunningServer(loop)
        let client = try server.connect()
        try client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nab")
        client.finishSending()
        #expect(try client.response().status == 400)
        #expect(try client.rest() == "")
    }

    @Test(arguments: LoopKind.allCases) func tellsTheHandlerThatThePeerHasFinished(_ loop: LoopKind) throws {
        let server = try RunningServer(loop)
        let client = try server.connect()
        try client.send(Self.hold)
        let held = try #require(server.handler.held.wait())
        #expect(!held.request.cancellation.isPeerFinished)
        client.finishSending()
        #expect(eventually { held.request.cancellation.isPeerFinished })
        held.respond(ServerResponse(status: .ok))
        #expect(try client.response().status == 200)
    }

    @Test(arguments: LoopKind.allCases) func tellsTheHandlerThatThePeerIsGone(_ loop: LoopKind) throws {
        let server = try RunningServer(loop)
        var client: RawClient? = try server.connect()
        try client?.send(Self.hold)
        client?.resetOnClose()
        let held = try #require(server.handler.held.wait())
        client = nil
        #expect(eventually { held.request.cancellation.isCancelled })
        #expect(eventually { server.server.connectionCount == 0 })
        held.respond(ServerResponse(status: .ok))
        // The late answer goes nowhere and breaks nothing.
        let next = try server.connect()
        try next.send(Self.get)
        #expect(try next.response().status == 200)
    }

    @Test(arguments: LoopKind.allCases) func forgetsPeersThatReset(_ loop: LoopKind) throws {
        // libdispatch can lose a reset; the deadlines then end the connection.
        let server = try RunningServer(loop) {
            $0.timeouts.headSeconds = 0.2
            $0.timeouts.bodySeconds = 0.2
            $0.timeouts.idleSeconds = 0.2
        }
        for text in ["", "GET", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\na", Self.get] {
            let client = try server.connect()
            try client.send(text)
            client.resetOnClose()
        }
        #expect(eventually { server.server.connectionCount == 0 })
    }

    @Test(arguments: LoopKind.allCases) func closesWhenIdle(_ loop: LoopKind) throws {
        let server = try RunningServer(loop) { $0.timeouts.idleSeconds = 0.05 }
        let client = try server.connect()
        try client.send(Self.get)
        #expect(try client.response().status == 200)
        #expect(try client.rest() == "")
    }

    @Test(arguments: LoopKind.allCases) func closesASilentConnection(_ loop: LoopKind) throws {
        let server = try RunningServer(loop) { $0.timeouts.headSeconds = 0.05 }
        #expect(try server.connect().rest() == "")
    }

    @Test(arguments: LoopKind.allCases) func timesOutHeads(_ loop: LoopKind) throws {
        let server = try RunningServer(loop) { $0.timeouts.headSeconds = 0.05 }
        #expect(try server.exchange("GET / HTTP/1.1\r\nHost:").hasPrefix("HTTP/1.1 408 "))
    }

    @Test(arguments: LoopKind.allCases) func timesOutBodies(_ loop: LoopKind) throws {
        let server = try RunningServer(loop) { $0.timeouts.bodySeconds = 0.05 }
        let text = try server.exchange("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\na")
        #expect(text.hasPrefix("HTTP/1.1 408 "))
    }

    @Test(arguments: LoopKind.allCases) func cutsOffAPeerThatDoesNotRead(_ loop: LoopKind) throws {
        let server = try RunningServer(loop) {
            $0.timeouts.writeSeconds = 0.05
            $0.timeouts.minimumBytesPerSecond = 1e9
        }
        let client = try RawClient(server.address, receiveBuffer: 4096)
        try client.send("GET /big?n=50000000 HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(eventually { server.server.connectionCount == 1 })
        #expect(eventually { server.server.connectionCount == 0 })
    }

    @Test(arguments: LoopKind.allCases) func slowPeersDoNotHoldUpOthers(_ loop: LoopKind) throws {
        let server = try RunningServer(loop)
        let slow = try (0..<50).map { _ in try server.connect() }
        for (index, client) in slow.enumerated() {
            try client.send(String(Self.get.prefix(index % Self.get.count)))
        }
        let quick = try server.connect()
        for _ in 0..<20 {
            try quick.send(Self.get)
            #expect(try quick.response().status == 200)
        }
        for (index, client) in slow.enumerated() {
            try client.send(String(Self.get.dropFirst(index % Self.get.count)))
            #expect(try client.response().status == 200)
        }
    }

    @Test(arguments: LoopKind.allCases) func refusesConnectionsOverTheLimit(_ loop: LoopKind) throws {
        let server = try RunningServer(loop) { $0.connectionLimit = 2 }
        let first = try server.connect()
        var second: RawClient? = try server.connect()
        for client in [first, second] {
            try client?.send(Self.get)
            #expect(try client?.response().status == 200)
        }
        let third = try server.connect()
        try third.send(Self.get)
        #expect(try third.rest().hasPrefix("HTTP/1.1 503 "))
        second = nil
        #expect(eventually { server.server.connectionCount == 1 })
        let fourth = try server.connect()
        try fourth.send(Self.get)
        #expect(try fourth.response().status == 200)
    }

    @Test(arguments: LoopKind.allCases) func theRefusalReachesAPeerThatIsStillSending(_ loop: LoopKind) throws {
        let server = try RunningServer(loop) { $0.limits.bodyByteLimit = 1000 }
        let client = try server.connect()
        try client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n")
        try client.send([UInt8](repeating: 0, count: 3_000_000))
        #expect(try client.response().status == 413)
    }

    @Test(arguments: LoopKind.allCases, [1, 2]) func servesManyAtOnce(_ loop: LoopKind, _ loopCount: Int) throws {
        let server = try RunningServer(loop) { $0.loopCount = loopCount }
        let clients = try (0..<64).map { _ in try server.connect() }
        for round in 0..<100 {
            for (index, client) in clients.enumerated() {
                let path = round % 2 == 0 ? "/echo" : "/off"
                let body = "\(index) \(round)"
                try client.send("POST \(path) HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
            }
            for (index, client) in clients.enumerated() {
                let response = try client.response()
                #expect(response.status == 200 && response.text.hasSuffix("\n\(index) \(round)"))
            }
        }
    }

    @Test(arguments: LoopKind.allCases) func answersDeepPipelinesInOrder(_ loop: LoopKind) throws {
        let server = try RunningServer(loop)
        let client = try server.connect()
        let requests = (0..<2000).map { "GET /\($0 % 5 == 0 ? "off" : "echo")?\($0) HTTP/1.1\r\nHost: x\r\n\r\n" }
        try client.send(requests.joined())
        for index in 0..<2000 { #expect(try client.response().text.contains("?\(index) ")) }
    }

    @Test(arguments: LoopKind.allCases) func stopsAtOnce(_ loop: LoopKind) throws {
        let server = try RunningServer(loop)
        let idle = try server.connect()
        try idle.send(Self.get)
        #expect(try idle.response().status == 200)
        server.server.stop()
        #expect(server.server.connectionCount == 0)
        #expect(try idle.rest(allowsReset: true) == "")
        #expect(throws: (any Error).self) { try server.connect() }
        server.server.stop()
    }

    @Test(arguments: LoopKind.allCases) func startsOnlyOnce(_ loop: LoopKind) throws {
        let server = try RunningServer(loop)
        #expect(throws: HTTPServerError.self) { try server.server.start() }
    }

    @Test(arguments: LoopKind.allCases) func saysThatThePortIsTaken(_ loop: LoopKind) throws {
        let server = try RunningServer(loop)
        do {
            _ = try RunningServer(loop) { $0.port = server.address.port }
            Issue.record("the port was free")
        } catch let error as HTTPServerError {
            #expect(error.code == EADDRINUSE)
        }
    }
}
