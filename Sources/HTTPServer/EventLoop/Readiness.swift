/// What the two kinds of event loop do differently: watching descriptors. Everything is called on the loop.
///
/// Watching is level-triggered: what is still there is told again.
protocol Readiness: AnyObject {
    /// Starts to watch for input. False when the system refuses.
    func watch(_ descriptor: Int32, token: ConnectionToken) -> Bool

    /// Changes what is watched for.
    func change(_ descriptor: Int32, token: ConnectionToken, input: Bool, output: Bool)

    /// Stops watching and closes the descriptor, as soon as that is safe.
    func release(_ descriptor: Int32, token: ConnectionToken)
}
