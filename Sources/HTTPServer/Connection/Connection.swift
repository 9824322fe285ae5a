/// A connection as its loop keeps it: the protocol state, the socket, and what is still to be sent. Confined to the
/// loop.
final class Connection {
    let descriptor: Int32
    /// Names this connection among all that its loop ever had.
    let token: ConnectionToken
    /// It was accepted only to be refused.
    let wasRefused: Bool
    var state: ConnectionState
    var transport: PeerTransport
    var output = OutputBuffer()
    /// What the loop is asked to watch for.
    var watchesInput = true
    var watchesOutput = false
    /// A read can go on only when there is room to write.
    var readAwaitsOutput = false
    /// A write can go on only when there is input.
    var writeAwaitsInput = false

    init(_ accepted: AcceptedConnection, token: ConnectionToken, state: ConnectionState) {
        descriptor = accepted.descriptor
        self.token = token
        self.state = state
        transport = accepted.transport
        wasRefused = accepted.refusal != nil
    }
}
