/// A socket that was accepted and counted, on its way to the loop that will own it.
struct AcceptedConnection: Sendable {
    /// Does not block. Whoever has the value last closes it.
    let descriptor: Int32
    /// The numeric address of the peer.
    let remoteAddress: String
    /// Of TLS, when the handshake is complete.
    var session: TLSSession?
    /// Why the connection gets nothing but a refusal.
    var refusal: HTTPFailure?

    /// How its bytes go from now on.
    var transport: PeerTransport {
        session.map { .tls(TLSTransport(descriptor: descriptor, session: $0)) }
            ?? .plain(SocketTransport(descriptor: descriptor))
    }
}
