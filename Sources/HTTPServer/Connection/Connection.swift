/// A connection as its loop keeps it: the protocol state, the socket, and what is still to be sent. Confined to the
/// loop.
final class Connection {
    let descriptor: Int32
    /// Names this connection among all that its loop ever had.
    let token: ConnectionToken
    var state: ConnectionState
    var transport: SocketTransport
    var output = OutputBuffer()
    /// What the loop is asked to watch for.
    var watchesInput = true
    var watchesOutput = false

    init(descriptor: Int32, token: ConnectionToken, state: ConnectionState) {
        self.descriptor = descriptor
        self.token = token
        self.state = state
        transport = SocketTransport(descriptor: descriptor)
    }
}
