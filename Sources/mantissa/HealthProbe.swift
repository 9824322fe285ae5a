import COpenSSL
import Glibc
import HTTPServer

/// One request for `/readyz`, with blocking calls that give up in time.
struct HealthProbe {
    /// As `serve` takes it: a numeric address, a name, or `unix:` and a path.
    let host: String
    let port: Int
    let isTLS: Bool
    /// Whether the server asks clients for a certificate, which the probe has not.
    let needsCertificate: Bool
    /// Of every call, in seconds.
    let timeout: Double

    /// - Throws: `CommandFailure` that says what is wrong, unless the server answers 200.
    func run() throws(CommandFailure) {
        let descriptor = try connected()
        defer { close(descriptor) }
        if isTLS, needsCertificate { return }
        let answer = isTLS ? try secured(descriptor) : try plain(descriptor)
        // HTTP/1.1 200 ...
        let words = answer.prefix { $0 != UInt8(ascii: "\r") }.split(separator: UInt8(ascii: " "))
        guard words.count > 1, words[0].starts(with: "HTTP/".utf8) else {
            throw CommandFailure("\(place) does not answer in HTTP\(isTLS ? "" : "; does it want TLS?")")
        }
        let status = String(decoding: words[1], as: UTF8.self)
        // A server with TLS answers 400 to who does without.
        let hint = status == "400" && !isTLS ? "; does it want TLS?" : ""
        guard status == "200" else { throw CommandFailure("\(place) is not ready: /readyz answered \(status)\(hint)") }
    }

    private var isUnix: Bool { host.hasPrefix(SocketAddress.unixPrefix) }
    private var place: String { isUnix ? host : "\(reachable):\(port)" }
    /// Who listens everywhere is asked here.
    private var reachable: String { ["0.0.0.0": "127.0.0.1", "::": "::1"][host] ?? host }

    private var request: [UInt8] {
        Array(
            "GET /readyz HTTP/1.1\r\nHost: localhost\r\nUser-Agent: mantissa-health\r\nConnection: close\r\n\r\n".utf8)
    }

    private func failure(_ what: String, _ code: Int32 = errno) -> CommandFailure {
        let isLate = code == EAGAIN || code == EINPROGRESS || code == ETIMEDOUT
        return CommandFailure(
            "\(place) \(what): \(isLate ? "no answer within \(timeout) s" : String(cString: strerror(code)))")
    }

    // MARK: Connection

    private func connected() throws(CommandFailure) -> Int32 {
        if isUnix {
            let path = Array(host.dropFirst(SocketAddress.unixPrefix.count).utf8)
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            guard path.count < MemoryLayout.size(ofValue: address.sun_path) else {
                throw CommandFailure("\(host): the path is too long for a socket")
            }
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
            return try withUnsafeBytes(of: address) { bytes throws(CommandFailure) in
                try connect(AF_UNIX, bytes)
            }
        }
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(reachable, String(port), &hints, &list)
        guard status == 0, let first = list else {
            throw CommandFailure("\(reachable): \(String(cString: gai_strerror(status)))")
        }
        defer { freeaddrinfo(list) }
        // getaddrinfo gives an address of the length that it says.
        let bytes = UnsafeRawBufferPointer(start: first.pointee.ai_addr, count: Int(first.pointee.ai_addrlen))
        return try connect(first.pointee.ai_family, bytes)
    }

    private func connect(_ family: Int32, _ address: UnsafeRawBufferPointer) throws(CommandFailure) -> Int32 {
        let descriptor = socket(family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw failure("cannot be asked") }
        var limit = timeval()
        limit.tv_sec = Int(timeout)
        limit.tv_usec = Int((timeout - timeout.rounded(.down)) * 1e6)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
        // The bytes are a socket address of their length, as the system wants it: whatever its family, by a `sockaddr`'s name.
        let start = address.baseAddress?.assumingMemoryBound(to: sockaddr.self)
        guard Glibc.connect(descriptor, start, socklen_t(address.count)) == 0 else {
            let code = errno
            close(descriptor)
            throw failure("cannot be reached", code)
        }
        return descriptor
    }

    // MARK: Exchange

    private func plain(_ descriptor: Int32) throws(CommandFailure) -> [UInt8] {
        let request = request
        guard send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
            throw failure("took no request")
        }
        var answer = [UInt8](repeating: 0, count: 256)
        let count = recv(descriptor, &answer, answer.count, Int32(MSG_WAITALL))
        // Who wants TLS breaks the connection off.
        guard count >= 0 || errno == ECONNRESET else { throw failure("gave no answer") }
        return Array(answer.prefix(max(0, count)))
    }

    private func secured(_ descriptor: Int32) throws(CommandFailure) -> [UInt8] {
        guard let context = SSL_CTX_new(TLS_client_method()) else { throw CommandFailure("TLS cannot be used") }
        defer { SSL_CTX_free(context) }
        guard let ssl = SSL_new(context) else { throw CommandFailure("TLS cannot be used") }
        defer { SSL_free(ssl) }
        guard SSL_set_fd(ssl, descriptor) == 1, SSL_connect(ssl) == 1 else {
            throw CommandFailure("\(place) makes no TLS connection within \(timeout) s")
        }
        let request = request
        guard SSL_write(ssl, request, Int32(request.count)) == Int32(request.count) else {
            throw CommandFailure("\(place) took no request")
        }
        var answer = [UInt8](repeating: 0, count: 256)
        let count = SSL_read(ssl, &answer, Int32(answer.count))
        return Array(answer.prefix(max(0, Int(count))))
    }
}
