import Glibc
import HTTPServer
import HTTPTypes
import TestSupport
import Testing

/// A way to leave a server alone with what it has for a peer.
enum HostilePeer: CaseIterable {
    case resetsInAHead
    case resetsInABody
    case resetsWhileItsAnswerIsMade
    case resetsWithinItsAnswer
    case neverReads
    case closesItsHalf
    case connectsAndCloses
    case sendsSingleBytes
    case isKilledInARequest
    case isKilledInAnAnswer

    struct Fault: Error {
        let what: String
    }

    /// How often it comes in one round.
    private var visits: Int {
        switch self {
        case .connectsAndCloses: 1000
        case .resetsInAHead, .resetsInABody, .closesItsHalf: 300
        case .resetsWhileItsAnswerIsMade: 150
        case .sendsSingleBytes: 50
        case .resetsWithinItsAnswer: 30
        case .isKilledInARequest, .isKilledInAnAnswer: 8
        case .neverReads: 1
        }
    }

    /// Whether it has something to say before it leaves, for which a busy machine may need a while.
    private var isHeard: Bool {
        switch self {
        case .resetsWhileItsAnswerIsMade, .closesItsHalf, .isKilledInARequest, .isKilledInAnAnswer: true
        default: false
        }
    }

    /// ``visit(_:)`` on both kinds of loop; what goes wrong is recorded, which the test that started the process shows.
    func visitBothLoops() {
        for loop in LoopKind.allCases {
            do { try visit(loop) } catch { Issue.record(error, "\(self) on \(loop)") }
        }
    }

    /// Comes to a server again and again; throws if that costs it descriptors or memory. In a process of its own, since
    /// both are the process's.
    func visit(_ loop: LoopKind) throws {
        let server = try RunningServer(loop) {
            // libdispatch can lose a reset; the deadlines then end the connection.
            $0.timeouts.headSeconds = isHeard ? 5 : 0.3
            $0.timeouts.bodySeconds = 0.3
            $0.timeouts.idleSeconds = 0.3
            $0.timeouts.writeSeconds = 0.3
            $0.timeouts.minimumBytesPerSecond = 1e9
            $0.timeouts.lingerSeconds = 0.1
        }
        func round() throws {
            for _ in 0..<visits { try visit(server) }
            guard eventually({ server.server.connectionCount == 0 }) else {
                throw Fault(what: "\(server.server.connectionCount) connections are left")
            }
        }
        // A sanitizer keeps what was freed for a while.
        let growthLimit = Sanitizer.isActive ? .max : max(visits * 300, 1 << 15)
        // What is made once is made in the first round.
        try round()
        let descriptors = Self.descriptorCount()
        var sizes = [Self.residentBytes()]
        repeat {
            guard sizes.count < 8 else { throw Fault(what: "resident bytes after each round: \(sizes)") }
            try round()
            // Closing a descriptor is a step after forgetting its connection.
            guard eventually({ Self.descriptorCount() <= descriptors }) else {
                throw Fault(what: "\(descriptors) descriptors, then \(Self.descriptorCount())")
            }
            sizes.append(Self.residentBytes())
            // Memory may settle in any round; what leaks with each visit grows in all.
        } while sizes[sizes.count - 1] - sizes[sizes.count - 2] > growthLimit
        guard eventually({ (try? server.exchange("GET /echo HTTP/1.0\r\n\r\n"))?.hasPrefix("HTTP/1.1 200 ") == true })
        else { throw Fault(what: "the server does not answer any more") }
    }

    private func visit(_ server: RunningServer) throws {
        switch self {
        case .resetsInAHead:
            let client = try server.connect()
            try client.send("GET /echo HTTP/1.1\r\nHo")
            client.resetOnClose()
        case .resetsInABody:
            let client = try server.connect()
            try client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nabc")
            client.resetOnClose()
        case .resetsWhileItsAnswerIsMade:
            var client: RawClient? = try server.connect()
            try client?.send("GET /hold HTTP/1.1\r\nHost: x\r\n\r\n")
            guard let held = server.handler.held.wait() else { throw Fault(what: "the request did not come") }
            client?.resetOnClose()
            client = nil
            held.respond(ServerResponse(status: .ok, body: [UInt8](repeating: 0, count: 10_000)))
        case .resetsWithinItsAnswer:
            let client = try server.connect()
            try client.send("GET /big?n=4000000 HTTP/1.1\r\nHost: x\r\n\r\n")
            _ = try client.receive(atMost: 1000)
            client.resetOnClose()
        case .neverReads:
            let clients = try (0..<8).map { _ in try RawClient(server.address, receiveBuffer: 4096) }
            for client in clients { try client.send("GET /big?n=8000000 HTTP/1.1\r\nHost: x\r\n\r\n") }
            guard eventually({ server.server.connectionCount == clients.count }) else {
                throw Fault(what: "not all have come")
            }
            // They are cut off.
            guard eventually({ server.server.connectionCount == 0 }) else { throw Fault(what: "it waits for ever") }
        case .closesItsHalf:
            let client = try server.connect()
            try client.send("GET /echo HTTP/1.1\r\nHost: x\r\n\r\n")
            client.finishSending()
            guard try client.rest().hasPrefix("HTTP/1.1 200 ") else { throw Fault(what: "no answer") }
        case .connectsAndCloses:
            _ = try server.connect()
        case .sendsSingleBytes:
            let client = try server.connect()
            for byte in "GET /echo HTTP/1.0\r\nX: y\r\n\r\n".utf8 { try? client.send([byte]) }
            _ = try client.rest(allowsReset: true)
        case .isKilledInARequest:
            try Self.killedShell(
                server.address.port,
                "printf 'POST /echo HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 100000\\r\\n\\r\\nabc' >&3")
        case .isKilledInAnAnswer:
            try Self.killedShell(
                server.address.port,
                "printf 'GET /big?n=8000000 HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n' >&3; read -r -n 8 <&3")
        }
    }

    /// A process that connects, does what `commands` say on descriptor 3, and is killed.
    private static func killedShell(_ port: Int, _ commands: String) throws {
        // Whoever is cut off for being slow goes on to be killed.
        let script = "trap '' PIPE; exec 3<>/dev/tcp/127.0.0.1/\(port); \(commands); kill -KILL $$"
        var arguments: [UnsafeMutablePointer<CChar>?] = ["bash", "-c", script].map { $0.withCString(strdup) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var child: pid_t = 0
        guard posix_spawnp(&child, "bash", nil, nil, &arguments, environ) == 0 else { throw Fault(what: "no bash") }
        var status: Int32 = 0
        guard waitpid(child, &status, 0) == child, status & 0x7F == SIGKILL else {
            throw Fault(what: "the shell ended by itself: \(status)")
        }
    }

    private static func descriptorCount() -> Int {
        guard let folder = opendir("/proc/self/fd") else { return -1 }
        defer { closedir(folder) }
        var count = 0
        while readdir(folder) != nil { count += 1 }
        return count
    }

    private static func residentBytes() -> Int {
        guard let file = fopen("/proc/self/statm", "r") else { return -1 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        guard fgets(&line, Int32(line.count), file) != nil else { return -1 }
        let words = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self).split(
            separator: " ")
        return (words.count > 1 ? Int(words[1]) ?? -1 : -1) * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
