import CLinux
import Glibc
import Synchronization

/// A POSIX thread: computing never happens on Dispatch's threads or Swift's cooperative ones.
final class BatchThread: Sendable {
    /// Nil once it was joined.
    private let handle: Mutex<pthread_t?>

    init(name: String, _ body: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        let box = Unmanaged.passRetained(Body(body))
        let status = pthread_create(
            &thread, nil,
            { argument in
                // The only use of the reference that was retained for it.
                if let argument { Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run() }
                return nil
            }, box.toOpaque())
        precondition(status == 0, "the system has no thread left")
        pthread_setname_np(thread, String(name.prefix(15)))
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

    private final class Body: Sendable {
        private let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) { self.body = body }

        func run() { body() }
    }
}
