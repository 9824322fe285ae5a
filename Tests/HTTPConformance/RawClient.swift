import Glibc
import HTTPServer

/// A client of bare sockets that sends exactly what it is told. Every wait ends after ten seconds.
final class RawClient {
    /// What kept a test from going on.
    struct Failure: Error {
        let what: String
        let code = errno
    }

    let descriptor: Int32
    private let address: SocketAddress
    private var received: [UInt8] = []

    /// Connects. `receiveBuffer` sets SO_RCVBUF, for peers that do not read.
    convenience init(_ address: SocketAddress, receiveBuffer: Int32? = nil) throws {
        try self.init(unconnectedTo: address, receiveBuffer: receiveBuffer)
        try connect()
    }

    /// Makes the socket only.
    init(unconnectedTo address: SocketAddress, receiveBuffer: Int32? = nil) throws {
        self.address = address
        let family = address.host.hasPrefix("unix:") ? AF_UNIX : address.host.contains(":") ? AF_INET6 : AF_INET
        descriptor = socket(family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Failure(what: "socket") }
        if var size = receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        var limit = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Connects a socket that is not connected yet.
    func connect() throws {
        if address.host.hasPrefix("unix:") { return try connect(path: String(address.host.dropFirst(5))) }
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICHOST
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(address.host, String(address.port), &hints, &list) == 0, let first = list else {
            throw Failure(what: "getaddrinfo")
        }
        defer { freeaddrinfo(list) }
        guard Glibc.connect(descriptor, first.pointee.ai_addr, first.pointee.ai_addrlen) == 0 else {
            throw Failure(what: "connect")
        }
    }

    private func connect(path: String) throws {
        var unix = sockaddr_un()
        unix.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &unix.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        let result = withUnsafePointer(to: &unix) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else { throw Failure(what: "connect") }
    }

    deinit { close(descriptor) }

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) throws {
        var start = 0
        while start < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress.map { $0 + start }, bytes.count - start, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure(what: "send") }
            start += count
        }
    }

    /// Closes the sending half.
    func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Makes the close a reset.
    func resetOnClose() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    /// The next response with its content; `isHead` for the answer to HEAD, which has none.
    func response(isHead: Bool = false) throws -> RawResponse {
        while true {
            if let (response, count) = RawResponse.parse(received, isHead: isHead) {
                received.removeFirst(count)
                return response
            }
            guard try receive() else { throw Failure(what: "the connection ended within a response: \(text)") }
        }
    }

    /// What comes until the server closes; a reset counts as an end too when `allowsReset`.
    func rest(allowsReset: Bool = false) throws -> String {
        String(decoding: try restBytes(allowsReset: allowsReset), as: UTF8.self)
    }

    /// The same as bytes.
    func restBytes(allowsReset: Bool = false) throws -> [UInt8] {
        do { while try receive() {} } catch {
            guard allowsReset, (error as? Failure)?.code == ECONNRESET else { throw error }
        }
        defer { received = [] }
        return received
    }

    private var text: String { String(decoding: received, as: UTF8.self) }

    /// False at the end.
    private func receive() throws -> Bool {
        let bytes = try receive(atMost: 65536)
        received += bytes
        return !bytes.isEmpty
    }

    /// What comes next, not kept for `response`; empty at the end.
    func receive(atMost byteLimit: Int) throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: byteLimit)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count >= 0 else { throw Failure(what: "recv") }
        return Array(buffer[..<count])
    }
}
