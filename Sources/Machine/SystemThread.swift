package import CLinux
import Glibc

/// POSIX threads: what blocks or computes never runs on Dispatch's threads or Swift's cooperative ones.
package enum SystemThread {
    /// Starts a thread, which is to be joined or detached; nil if the system has none left.
    ///
    /// - Parameter name: the system shows its first 15 bytes.
    package static func start(name: String, _ body: @escaping @Sendable () -> Void) -> pthread_t? {
        var thread = pthread_t()
        let box = Unmanaged.passRetained(Body(run: body))
        let status = pthread_create(
            &thread, nil,
            { argument in
                // The only use of the reference that was retained for it.
                if let argument { Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run() }
                return nil
            }, box.toOpaque())
        guard status == 0 else {
            box.release()
            return nil
        }
        pthread_setname_np(thread, String(name.prefix(15)))
        return thread
    }

    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(run: @escaping @Sendable () -> Void) { self.run = run }
    }
}
