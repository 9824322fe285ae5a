/// A numeric address and a port, or `unix:` with the path of a Unix socket and the port 0.
package struct SocketAddress: Sendable, Hashable, CustomStringConvertible {
    /// Before the path of a Unix socket: `unix:/run/mantissa.sock`.
    package static let unixPrefix = "unix:"

    /// The numeric host, without brackets.
    package let host: String
    /// The port.
    package let port: Int

    /// Makes an address.
    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// `127.0.0.1:8000`, `[::1]:8000` or `unix:/run/mantissa.sock`.
    package var description: String {
        if host.hasPrefix(Self.unixPrefix) { return host }
        return host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
