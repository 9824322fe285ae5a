/// A connection as its loop keeps it: the protocol state, the socket, and what is still to be sent. Confined to the
/// loop.
///
/// The values that every event changes are not watched for overlapping accesses at run time (`@exclusivity`): one thread alone
/// changes them, and their methods know nothing of the connection, so they cannot come back to it while they run. The watching
/// would take a twentieth of a small request's time.
final class Connection {
    let descriptor: Int32
    /// Names this connection among all that its loop ever had.
    let token: ConnectionToken
    /// It was accepted only to be refused.
    let wasRefused: Bool
    @exclusivity(unchecked) var state: ConnectionState
    @exclusivity(unchecked) var transport: PeerTransport
    @exclusivity(unchecked) var output = OutputBuffer()
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
