@preconcurrency import Dispatch
import Logging
import Machine
import Synchronization

/// Gives the context for new sessions, and makes it again when its files change.
///
/// Sessions keep the context that they began with. Files that cannot be used are refused with a line of log, and the
/// last good ones serve on.
final class TLSContextSource: Sendable {
    private struct State {
        var context: TLSContext
        /// Of the files that were loaded, or refused, last.
        var tried: FileSignature
        /// Of the files at the last look.
        var seen: FileSignature
        var madeTime: UInt64
    }

    /// The keys of tickets are a context's own, and who learns them can read what clients of TLS 1.2 resumed with them: the
    /// context is made again after this time in any case.
    static let ticketKeyNanoseconds: UInt64 = 12 * 3_600 * 1_000_000_000

    private let configuration: TLSConfiguration
    private let logger: Logger
    private let state: Mutex<State>
    private let timer = Mutex<(any DispatchSourceTimer)?>(nil)

    /// Reads the files.
    ///
    /// - Throws: `HTTPServerError` that names the file and what is wrong with it.
    init(_ configuration: TLSConfiguration, logger: Logger) throws(HTTPServerError) {
        self.configuration = configuration
        self.logger = logger
        // Taken before the files are read, so that a change meanwhile is seen as one.
        let signature = FileSignature(paths: configuration.paths)
        state = Mutex(
            State(
                context: try TLSContext(configuration), tried: signature, seen: signature,
                madeTime: MonotonicClock.now()))
    }

    deinit { stop() }

    /// What new sessions are to be made from.
    var current: TLSContext { state.withLock { $0.context } }

    /// Begins to look at the files, on a queue of its own.
    func start() {
        let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "tls files"))
        let interval = Int(MonotonicClock.nanoseconds(configuration.lookSeconds))
        timer.schedule(
            deadline: .now() + .nanoseconds(interval), repeating: .nanoseconds(interval),
            leeway: .nanoseconds(interval / 10))
        timer.setEventHandler { [weak self] in self?.look() }
        timer.activate()
        self.timer.withLock { $0 = timer }
    }

    /// Looks no more.
    func stop() {
        timer.withLock { timer in
            timer?.cancel()
            timer = nil
        }
    }

    /// Loads what has changed and was the same at the last look. Not to be called by two at a time.
    func look(now: UInt64 = MonotonicClock.now()) {
        let signature = FileSignature(paths: configuration.paths)
        let (isChanged, isOld) = state.withLock { state in
            defer { state.seen = signature }
            return (
                signature != state.tried && signature == state.seen,
                now - state.madeTime >= Self.ticketKeyNanoseconds
            )
        }
        guard isChanged || isOld else { return }
        do throws(HTTPServerError) {
            let context = try TLSContext(configuration)
            state.withLock { $0.context = context }
            if isChanged { logger.notice("the TLS certificate has changed and is used for new connections") }
        } catch {
            logger.error(
                "a new TLS certificate is refused, the last good one serves on", metadata: ["reason": "\(error)"])
        }
        state.withLock { state in
            state.tried = signature
            state.madeTime = now
        }
    }
}
