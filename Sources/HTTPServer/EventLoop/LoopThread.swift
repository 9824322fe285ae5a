import Glibc
import Synchronization

/// Which thread a loop runs on. May be asked from any thread.
final class LoopThread: Sendable {
    private let identifier = Atomic<UInt>(0)

    /// Notes that the loop runs on the calling thread.
    func enter() { identifier.store(UInt(pthread_self()), ordering: .releasing) }

    /// True on the loop's thread.
    var isCurrent: Bool { identifier.load(ordering: .acquiring) == UInt(pthread_self()) }
}
