/// Looks after what waits while every core computes, so that a deadline is told when it passes and not when a core is free.
///
/// Sleeps while nothing waits, otherwise looks every ten milliseconds. Safe to use from any thread.
final class Sweeper: Sendable {
    private enum Mode {
        case asleep
        case sweeping
        case stopped
    }

    private static let interval: UInt64 = 10_000_000

    private let mode: SignalledState<Mode>
    private let thread: BatchThread

    /// - Parameter sweep: called on a thread of its own; whether something still waits.
    init(name: String, _ sweep: @escaping @Sendable () -> Bool) {
        let mode = SignalledState(Mode.asleep)
        self.mode = mode
        thread = BatchThread(name: name) {
            while Self.pause(mode) {
                // Asleep before looking: whoever comes after the look wakes it again.
                mode.withLock { if $0 == .sweeping { $0 = .asleep } }
                if sweep() { mode.withLock { if $0 == .asleep { $0 = .sweeping } } }
            }
        }
    }

    func wake() {
        let wasAsleep = mode.withLock { mode in
            guard mode == .asleep else { return false }
            mode = .sweeping
            return true
        }
        // Who sleeps for the interval is let sleep.
        if wasAsleep { mode.withLock(waking: .one) { _ in } }
    }

    func stop() {
        mode.withLock(waking: .all) { $0 = .stopped }
        thread.join()
    }

    /// Waits for something to look after, then for the interval; false once stopped.
    private static func pause(_ mode: SignalledState<Mode>) -> Bool {
        var isDue = false
        return mode.wait { mode in
            switch mode {
            case .stopped: return .done(false)
            case .asleep: return .wait(nanoseconds: nil)
            case .sweeping:
                if isDue { return .done(true) }
                isDue = true
                return .wait(nanoseconds: interval)
            }
        }
    }
}
