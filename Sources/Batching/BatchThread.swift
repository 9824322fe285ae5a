import Glibc
import Machine
import Synchronization

/// A thread that computes, and can be waited for.
final class BatchThread: Sendable {
    /// Nil once it was joined.
    private let handle: Mutex<pthread_t?>

    init(name: String, _ body: @escaping @Sendable () -> Void) {
        guard let thread = SystemThread.start(name: name, body) else {
            preconditionFailure("the system has no thread left")
        }
        handle = Mutex(thread)
    }

    /// Waits for its end; does nothing if it was waited for, or on the thread itself.
    func join() {
        let thread = handle.withLock { handle -> pthread_t? in
            defer { handle = nil }
            return handle
        }
        guard let thread else { return }
        if pthread_equal(thread, pthread_self()) != 0 {
            pthread_detach(thread)
        } else {
            pthread_join(thread, nil)
        }
    }
}
