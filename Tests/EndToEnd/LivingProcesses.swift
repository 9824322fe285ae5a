import Glibc
import Synchronization

/// Servers that the tests started. Those that static properties keep are never let go of, and must not outlive the tests.
enum LivingProcesses {
    private static let identifiers = Mutex<Set<pid_t>>([])
    private static let killsAtExit: Void = {
        atexit { for identifier in LivingProcesses.identifiers.withLock({ $0 }) { kill(identifier, SIGKILL) } }
    }()

    static func insert(_ identifier: pid_t) {
        killsAtExit
        identifiers.withLock { _ = $0.insert(identifier) }
    }

    static func remove(_ identifier: pid_t) { identifiers.withLock { _ = $0.remove(identifier) } }
}
