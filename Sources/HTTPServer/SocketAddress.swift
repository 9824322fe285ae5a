/// A numeric address and a port.
package struct SocketAddress: Sendable, Hashable, CustomStringConvertible {
    /// The numeric host, without brackets.
    package let host: String
    /// The port.
    package let port: Int

    /// Makes an address.
    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// `127.0.0.1:8000` or `[::1]:8000`.
    package var description: String {
        host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
