import Synchronization

/// Messages to a loop from any thread, in order. The loop is woken by the first of a batch only.
final class Mailbox: Sendable {
    private struct State {
        var messages: [LoopMessage] = []
        var isClosed = false
    }

    private let state = Mutex(State())
    private let wake: @Sendable () -> Void

    /// `wake` makes the loop call `take` soon; it is called from any thread, and may do nothing on the loop's own.
    init(wake: @escaping @Sendable () -> Void) {
        self.wake = wake
    }

    /// Adds a message; false if the loop has ended.
    @discardableResult
    func post(_ message: LoopMessage) -> Bool {
        let (isAccepted, isFirst) = state.withLock { state in
            guard !state.isClosed else { return (false, false) }
            state.messages.append(message)
            return (true, state.messages.count == 1)
        }
        if isFirst { wake() }
        return isAccepted
    }

    /// Takes all messages. `spare` is an empty array whose storage is used for the next ones.
    func take(_ spare: [LoopMessage] = []) -> [LoopMessage] {
        state.withLock { state in
            guard !state.messages.isEmpty else { return [] }
            let messages = state.messages
            state.messages = spare
            return messages
        }
    }

    /// Takes all messages and refuses what comes later.
    func close() -> [LoopMessage] {
        state.withLock { state in
            state.isClosed = true
            let messages = state.messages
            state.messages = []
            return messages
        }
    }
}
