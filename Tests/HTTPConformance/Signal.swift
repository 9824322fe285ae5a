import Dispatch
import Synchronization

/// A value that one thread sets and another waits for, at most ten seconds.
final class Signal<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)
    private let semaphore = DispatchSemaphore(value: 0)

    func set(_ value: Value) {
        self.value.withLock { $0 = value }
        semaphore.signal()
    }

    /// The value, or nil if it did not come.
    func wait() -> Value? {
        _ = semaphore.wait(timeout: .now() + 10)
        return value.withLock { $0 }
    }
}

/// Asks `condition` until it holds; false after ten seconds.
func eventually(_ condition: () -> Bool) -> Bool {
    let end = DispatchTime.now() + 10
    while !condition() {
        if DispatchTime.now() > end { return false }
        _ = DispatchSemaphore(value: 0).wait(timeout: .now() + .milliseconds(1))
    }
    return true
}
