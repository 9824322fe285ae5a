import Dispatch

/// Waits for something that another thread finishes once. Only for threads of our own and the main thread.
final class Waiter: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    func signal() { semaphore.signal() }
    func wait() { semaphore.wait() }
}
