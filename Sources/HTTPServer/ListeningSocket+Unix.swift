import CLinux
import Glibc

/// Unix domain sockets, and sockets that somebody else has made.
extension ListeningSocket {
    /// Binds a path and listens. A socket that nobody listens on any more is replaced; whatever else lies there stays.
    static func open(unixPath path: String, backlog: Int) throws(HTTPServerError) -> ListeningSocket {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        let room = MemoryLayout.size(ofValue: address.sun_path)
        guard !bytes.isEmpty, bytes.count < room, !bytes.contains(0) else {
            throw HTTPServerError(
                .address, "the path of a Unix socket has 1 to \(room - 1) bytes, this one \(bytes.count): shorten it")
        }
        // The last byte stays 0.
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let name = SocketAddress.unixPrefix + path
        let descriptor = socket(
            AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw failed("make a socket for", name) }
        do throws(HTTPServerError) {
            if !call(bind, descriptor, &address) {
                guard errno == EADDRINUSE, isAbandoned(path, &address) else { throw failed("bind", name) }
                unlink(path)
                guard call(bind, descriptor, &address) else { throw failed("bind", name) }
            }
            guard Glibc.listen(descriptor, Int32(backlog)) == 0 else { throw failed("listen on", name) }
        } catch {
            close(descriptor)
            throw error
        }
        return ListeningSocket(
            descriptor: descriptor, address: SocketAddress(host: name, port: 0), ownedPath: path)
    }

    /// Takes over a listening socket of systemd's or another parent's (sd_listen_fds(3)).
    static func adopt(_ descriptor: Int32) throws(HTTPServerError) -> ListeningSocket {
        var listens: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listens, &length) == 0, listens != 0 else {
            throw HTTPServerError(
                .address, "descriptor \(descriptor) is no listening socket; give one of ListenStream=, with Accept=no")
        }
        let address = try boundAddress(of: descriptor, name: "descriptor \(descriptor)")
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        return ListeningSocket(descriptor: descriptor, address: address, ownedPath: nil)
    }

    private static func isAbandoned(_ path: String, _ address: inout sockaddr_un) -> Bool {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else {
            errno = EADDRINUSE
            return false
        }
        let probe = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(probe) }
        let isAnswered = call(connect, probe, &address) || errno != ECONNREFUSED
        errno = EADDRINUSE
        return !isAnswered
    }

    private static func call(
        _ function: (Int32, UnsafePointer<sockaddr>?, socklen_t) -> Int32, _ descriptor: Int32,
        _ address: inout sockaddr_un
    ) -> Bool {
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                function(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
    }
}
