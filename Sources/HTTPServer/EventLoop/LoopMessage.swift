/// What other threads ask of a loop.
enum LoopMessage: Sendable {
    /// The answer to request `serial` of a connection.
    case respond(ServerResponse, ConnectionToken, serial: UInt32)
    /// Request `serial` of a connection will never be answered.
    case abandon(ConnectionToken, serial: UInt32)
    /// Take over an accepted socket.
    case adopt(AcceptedConnection)
    /// Close the listener after what it has, answer what is there, close what is idle.
    case drain
    /// Close everything and end.
    case stop
}
