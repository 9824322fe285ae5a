/// A thread, or a serial queue, that owns connections.
protocol EventLoop: AnyObject, Sendable {
    /// Where other threads leave messages.
    var mailbox: Mailbox { get }

    /// Begins to serve; with a listener, also to accept. Called once.
    func start(listener: Int32?) throws(HTTPServerError)

    /// Waits until the loop has ended after `.stop`. Does nothing on the loop itself.
    func join()
}
