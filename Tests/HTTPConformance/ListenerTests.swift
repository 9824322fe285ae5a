import Foundation
import Glibc
import HTTPServer
import TestSupport
import Testing

/// Where connections come in by: Unix sockets, sockets of a parent, limits per address.
@Suite(.timeLimit(.minutes(2)))
struct ListenerTests {
    private static let get = "GET /echo HTTP/1.1\r\nHost: x\r\n\r\n"

    @Test(arguments: LoopKind.allCases) func answersOnAUnixSocket(_ loop: LoopKind) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("socket").path
        var server: RunningServer? = try RunningServer(loop, host: "unix:\(path)")
        #expect(server?.address.description == "unix:\(path)")
        let client = try #require(try server?.connect())
        for _ in 0..<3 {
            try client.send(Self.get)
            #expect(try client.response().text == "GET /echo unix:\n")
        }
        // Somebody listens: it stays his.
        #expect(throws: HTTPServerError.self) { try RunningServer(loop, host: "unix:\(path)") }
        try client.send(Self.get)
        #expect(try client.response().status == 200)
        server?.server.stop()
        server = nil
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func replacesASocketThatNobodyListensOnAndNothingElse() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("socket").path
        let left = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(left, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        #expect(result == 0)
        close(left)
        let server = try RunningServer(.epoll, host: "unix:\(path)")
        #expect(try server.exchange("GET /echo HTTP/1.0\r\n\r\n").hasPrefix("HTTP/1.1 200"))

        let file = folder.file("file").path
        try Data("precious".utf8).write(to: URL(fileURLWithPath: file))
        #expect(throws: HTTPServerError.self) { try RunningServer(.epoll, host: "unix:\(file)") }
        #expect(FileManager.default.contents(atPath: file) == Data("precious".utf8))
    }

    @Test(arguments: ["unix:", "unix:" + String(repeating: "a", count: 200), "unix:/no/such/folder/socket"])
    func saysWhatIsWrongWithAPath(host: String) throws {
        let error = #expect(throws: HTTPServerError.self) { try RunningServer(.epoll, host: host) }
        #expect(error?.message.isEmpty == false)
    }

    @Test(arguments: LoopKind.allCases) func takesOverASocketThatListens(_ loop: LoopKind) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        #expect(result == 0 && listen(descriptor, 16) == 0)
        // The port of the configuration means nothing then.
        let server = try RunningServer(loop) { $0.listeningDescriptor = descriptor }
        #expect(server.address.host == "127.0.0.1" && server.address.port != 0)
        #expect(try server.exchange("GET /echo HTTP/1.0\r\n\r\n").hasPrefix("HTTP/1.1 200"))
    }

    @Test func takesOverNothingThatDoesNotListen() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(descriptor) }
        #expect(throws: HTTPServerError.self) { try RunningServer(.epoll) { $0.listeningDescriptor = descriptor } }
    }

    @Test(arguments: LoopKind.allCases) func anAddressHasNoMoreConnectionsThanItMay(_ loop: LoopKind) throws {
        let server = try RunningServer(loop) { $0.connectionsPerAddressLimit = 2 }
        var first: RawClient? = try server.connect()
        let second = try server.connect()
        for client in [first, second] {
            try client?.send(Self.get)
            #expect(try client?.response().status == 200)
        }
        let third = try server.connect()
        try third.send(Self.get)
        #expect(try third.rest().hasPrefix("HTTP/1.1 503"))
        // The others are not disturbed, and what one gives up another may have.
        try second.send(Self.get)
        #expect(try second.response().status == 200)
        _ = first
        first = nil
        var status = 503
        for _ in 0..<100 where status != 200 {
            usleep(20_000)
            let next = try server.connect()
            // Beyond a number of refusals there is no answer, only an end.
            try? next.send(Self.get)
            status = (try? next.response().status) ?? 503
        }
        #expect(status == 200)
    }
}
