/// The settings of an `HTTPServer`.
package struct HTTPServerConfiguration: Sendable {
    /// How the server waits for sockets.
    package enum EventLoopKind: String, Sendable, CaseIterable {
        /// Linux's epoll on a thread per loop.
        case epoll
        /// DispatchSource on a serial queue per loop.
        case dispatch
    }

    /// A numeric address or a name to bind: `127.0.0.1`, `::1`, `0.0.0.0`, `::` (IPv6 and IPv4), `localhost`; or `unix:` and the
    /// path of a Unix socket, which leaves `port` without a meaning.
    package var host: String
    /// The port, 0 to 65535; 0 takes a free one.
    package var port: Int
    /// A listening socket to take over (systemd's socket activation) in place of binding `host` and `port`; nil for none.
    package var listeningDescriptor: Int32?
    /// How to wait for sockets.
    package var eventLoop = EventLoopKind.epoll
    /// Loops that share the connections, 1 to 64.
    package var loopCount = 1
    /// Connections that the kernel holds before they are accepted.
    package var backlog = 1024
    /// Open connections in all; more are answered with 503 and closed.
    package var connectionLimit = 10_000
    /// Open connections of one IPv4 address, or of one /64 network of IPv6; more are answered with 503 and closed, and many
    /// more just closed. Nil for no limit, as behind a proxy, where all come from one address.
    package var connectionsPerAddressLimit: Int?
    /// Sizes.
    package var limits = HTTPLimits()
    /// Times.
    package var timeouts = HTTPTimeouts()

    /// Certificate and key; nil for plain HTTP.
    package var tls: TLSConfiguration?

    /// The defaults, on `host` and `port`.
    package init(host: String = "127.0.0.1", port: Int = 8000) {
        self.host = host
        self.port = port
    }
}
