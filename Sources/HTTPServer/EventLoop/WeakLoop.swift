import Synchronization

/// A weak reference to a loop that its own mailbox can hold.
final class WeakLoop: Sendable {
    private struct Reference {
        weak var loop: DispatchEventLoop?
    }

    private let reference = Mutex(Reference())

    /// The loop while it lives.
    var loop: DispatchEventLoop? {
        get { reference.withLock { $0.loop } }
        set { reference.withLock { $0.loop = newValue } }
    }
}
