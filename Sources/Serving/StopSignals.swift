import Dispatch
import Glibc
import Synchronization

/// SIGTERM and SIGINT from the moment this is made: the first one is waited for, a second one ends the process at once.
///
/// Made before the server says that it is ready, so that no signal that follows is lost.
package final class StopSignals: Sendable {
    private let first = Waiter()
    // Sendable: made once, never changed; Dispatch guards its own state.
    private nonisolated(unsafe) let sources: [any DispatchSourceSignal]

    package init() {
        let queue = DispatchQueue(label: "signals")
        let seen = SignalCount()
        let first = first
        sources = [SIGTERM, SIGINT].map { number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            let registered = Waiter()
            source.setRegistrationHandler { registered.signal() }
            source.setEventHandler {
                guard seen.isFirst() else { _exit(1) }
                first.signal()
            }
            source.resume()
            // Dispatch catches the signal from here on; until now it would have ended the process, as it should.
            registered.wait()
            return source
        }
    }

    /// Returns when the first signal has come.
    func wait() { first.wait() }
}

private final class SignalCount: Sendable {
    private let any = Atomic<Bool>(false)

    func isFirst() -> Bool { !any.exchange(true, ordering: .relaxed) }
}
