import Dispatch
import Glibc
import Machine
import Synchronization
package import Tracing

/// Sends spans to a collector from a thread of its own, in batches.
///
/// Whoever ends a span only puts it into a bounded queue: a collector that is slow, down or hostile costs spans, which are
/// counted, and nothing else. Safe to use from any thread.
package final class SpanExporter: Sendable {
    package struct Configuration: Sendable, Hashable {
        package var endpoint: CollectorEndpoint
        /// Spans that wait at most; more are dropped.
        package var queueLimit = 4096
        /// Spans of one request to the collector.
        package var batchLimit = 512
        /// How long the first span of a batch waits for company.
        package var delaySeconds = 1.0
        /// For one request to the collector, from looking up its name to its answer.
        package var timeoutSeconds = 5.0
        /// How often the same spans are sent at most.
        package var attemptLimit = 3
        /// The pause after a failure; it doubles with each up to `pauseLimitSeconds`.
        package var pauseSeconds = 1.0
        package var pauseLimitSeconds = 30.0

        package init(endpoint: CollectorEndpoint) { self.endpoint = endpoint }
    }

    package enum Event: Sendable, Hashable {
        case exported(Int)
        /// More ended than are sent.
        case queueFull(Int)
        /// Given up after a failure.
        case failed(Int)
        /// The first failure after a success; those that follow are not told.
        case unreachable(TelemetryError)
        case reachableAgain
    }

    private struct State {
        var spans: [FinishedSpan] = []
        var isStopped = false
    }

    private let configuration: Configuration
    /// The attributes of the process.
    private let resource: SpanAttributes
    private let observe: @Sendable (Event) -> Void
    private let state = Mutex(State())
    /// Signalled when the queue begins to fill, has a whole batch, or is to be emptied.
    private let wake = DispatchSemaphore(value: 0)
    private let stopping = DispatchSemaphore(value: 0)
    private let finished = DispatchSemaphore(value: 0)

    /// Starts the thread, which lives until `stop`.
    ///
    /// - Parameters:
    ///   - resource: what is said of the process, such as `service.name`.
    ///   - observe: called without locks, on any thread: it must not take long.
    package init(
        _ configuration: Configuration, resource: SpanAttributes, observe: @escaping @Sendable (Event) -> Void
    ) {
        self.configuration = configuration
        self.resource = resource
        self.observe = observe
        if let thread = SystemThread.start(name: "export", run) {
            pthread_detach(thread)
        } else {
            // Without a thread all spans are dropped, and counted.
            state.withLock { $0.isStopped = true }
            finished.signal()
        }
    }

    /// Sends what has ended, for at most `seconds`, and stops; spans that end later are dropped.
    package func stop(seconds: Double) {
        state.withLock { $0.isStopped = true }
        stopping.signal()
        wake.signal()
        _ = finished.wait(timeout: .now() + seconds)
    }

    func submit(_ span: FinishedSpan) {
        let (isTaken, wakes) = state.withLock { state in
            guard !state.isStopped, state.spans.count < configuration.queueLimit else { return (false, false) }
            state.spans.append(span)
            return (true, state.spans.count == 1 || state.spans.count == configuration.batchLimit)
        }
        if !isTaken { observe(.queueFull(1)) }
        if wakes { wake.signal() }
    }

    private var isUrgent: Bool { state.withLock { $0.isStopped || $0.spans.count >= configuration.batchLimit } }
    private var isStopped: Bool { state.withLock { $0.isStopped } }

    private func take() -> [FinishedSpan] {
        state.withLock { state in
            let batch = Array(state.spans.prefix(configuration.batchLimit))
            state.spans.removeFirst(batch.count)
            return batch
        }
    }

    /// On the thread.
    private func run() {
        var pause = 0.0
        while true {
            wake.wait()
            if !isUrgent { _ = wake.wait(timeout: .now() + configuration.delaySeconds) }
            // Asked before the queue is emptied: what ended before `stop` is sent, and nothing comes after it.
            let isLast = isStopped
            while true {
                let batch = take()
                guard !batch.isEmpty else { break }
                send(batch, &pause)
            }
            if isLast { break }
        }
        finished.signal()
    }

    private func send(_ batch: [FinishedSpan], _ pause: inout Double) {
        let body = TraceRequest.json(batch, resource: resource)
        for attempt in 1...max(1, configuration.attemptLimit) {
            do throws(TelemetryError) {
                try CollectorConnection.post(
                    body, to: configuration.endpoint, seconds: configuration.timeoutSeconds)
                observe(.exported(batch.count))
                if pause > 0 { observe(.reachableAgain) }
                pause = 0
                return
            } catch {
                if pause == 0 { observe(.unreachable(error)) }
                pause = min(max(configuration.pauseSeconds, pause * 2), configuration.pauseLimitSeconds)
                let isLast = attempt == configuration.attemptLimit || !error.isTransient || isStopped
                if isLast { observe(.failed(batch.count)) }
                // A collector in trouble is not asked at once again; only the end of the server cuts the pause short.
                if !isStopped, stopping.wait(timeout: .now() + pause) == .success { stopping.signal() }
                if isLast { return }
            }
        }
    }
}
