import CLinux
import Glibc

/// The socket that connections come in by: bound, listening, not blocking.
struct ListeningSocket {
    let descriptor: Int32
    let address: SocketAddress
    /// The file of a Unix socket that was made here, and goes when the server stops.
    let ownedPath: String?

    /// What a configuration says: a descriptor that is there already, a path, or `host` and `port`. `::` takes IPv4 as well.
    static func open(_ configuration: HTTPServerConfiguration) throws(HTTPServerError) -> ListeningSocket {
        let (host, backlog) = (configuration.host, configuration.backlog)
        if let descriptor = configuration.listeningDescriptor { return try adopt(descriptor) }
        if host.hasPrefix(SocketAddress.unixPrefix) {
            return try open(unixPath: String(host.dropFirst(SocketAddress.unixPrefix.count)), backlog: backlog)
        }
        return try open(host: host, port: configuration.port, backlog: backlog)
    }

    private static func open(host: String, port: Int, backlog: Int) throws(HTTPServerError) -> ListeningSocket {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port), &hints, &list)
        guard code == 0, let first = list else {
            throw HTTPServerError(
                .address,
                "cannot find the address of \"\(host)\" (\(String(cString: gai_strerror(code)))); "
                    + "give a numeric address such as 127.0.0.1 or ::1")
        }
        defer { freeaddrinfo(list) }
        var failure: HTTPServerError?
        var next: UnsafeMutablePointer<addrinfo>? = first
        while let candidate = next {
            do throws(HTTPServerError) {
                return try open(candidate.pointee, name: "\(host) port \(port)", backlog: backlog)
            } catch {
                failure = failure ?? error
            }
            next = candidate.pointee.ai_next
        }
        throw failure ?? HTTPServerError(.address, "\"\(host)\" has no address")
    }

    private static func open(
        _ candidate: addrinfo, name: String, backlog: Int
    ) throws(HTTPServerError) -> ListeningSocket {
        let kind = candidate.ai_socktype | Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(candidate.ai_family, kind, candidate.ai_protocol)
        guard descriptor >= 0 else { throw failed("make a socket for", name) }
        do throws(HTTPServerError) {
            // A server that restarts may take its port although old connections are in TIME_WAIT.
            set(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
            if candidate.ai_family == AF_INET6 { set(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, 0) }
            guard bind(descriptor, candidate.ai_addr, candidate.ai_addrlen) == 0 else { throw failed("bind", name) }
            guard Glibc.listen(descriptor, Int32(backlog)) == 0 else { throw failed("listen on", name) }
            return ListeningSocket(
                descriptor: descriptor, address: try boundAddress(of: descriptor, name: name), ownedPath: nil)
        } catch {
            close(descriptor)
            throw error
        }
    }

    static func boundAddress(of descriptor: Int32, name: String) throws(HTTPServerError) -> SocketAddress {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let result = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        guard result == 0, let address = SocketAddress(storage) else { throw failed("ask the address of", name) }
        return address
    }

    private static func set(_ descriptor: Int32, _ level: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    static func failed(_ action: String, _ name: String) -> HTTPServerError {
        let code = errno
        let advice = code == EADDRINUSE ? "; another program uses it: choose another port, or 0 for a free one" : ""
        let reason = String(cString: strerror(code))
        return HTTPServerError(.system, "cannot \(action) \(name): \(reason)\(advice)", code: code)
    }
}
