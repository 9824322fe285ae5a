/// Threads that compute the batches of several queues.
///
/// There are as many threads as cores. While fewer items than cores are about, one batch gets all cores; otherwise each thread
/// takes a batch of its own for one core, which loses nothing to threads that wait for each other, and the items are shared out
/// evenly. The queue whose first item is the
/// most urgent, then the oldest, is served first.
///
/// Knows neither what an item is nor where it comes from. Safe to use from any thread.
package final class BatchScheduler<Item: Sendable, Output: Sendable>: Sendable {
    /// Computes a batch and tells each item's result, by its position, as soon as it is there. Called by several threads at
    /// the same time.
    package typealias Executor =
        @Sendable (
            [Item], ComputeShare, _ finish: (_ position: Int, Result<Output, any Error>) -> Void
        ) -> Void
    /// How many of the items that wait for a core, at least one, go into its next batch. Called with locks held.
    package typealias BatchSize = @Sendable (_ waiting: Int) -> Int
    package typealias Completion = @Sendable (Result<Output, any Error>, BatchInfo) -> Void

    struct Work: Sendable {
        var item: Item
        var completion: Completion
    }

    typealias Queue = BatchQueue<Work>
    typealias QueueID = Int

    struct Line {
        var queue: Queue
        let batchSize: BatchSize
        let execute: Executor
        /// Takes nothing new.
        var isStopped = false
    }

    struct State {
        var lines: [QueueID: Line] = [:]
        var nextID = 0
        var busyCores = 0
        var isStopped = false

        var waiting: Int { lines.values.reduce(0) { $0 + $1.queue.count } }
    }

    /// What a thread does next.
    private struct Turn {
        let batch: Queue.Batch
        let share: ComputeShare
        let execute: Executor
        let othersWait: Bool
    }

    let state = SignalledState(State())
    let clock: @Sendable () -> UInt64
    private let sweeper: Sweeper
    private let cores: Int
    private let threads: [BatchThread]

    /// - Parameters:
    ///   - name: of the threads; the system shows its first 15 bytes.
    ///   - cores: threads, at least 1.
    ///   - sharesCores: false if a batch never uses more than its thread.
    ///   - expected: items that wait here or will soon, as far as the caller knows. Called with locks held.
    ///   - clock: nanoseconds, never going back; deadlines are on it.
    package init(
        name: String, cores: Int, sharesCores: Bool = true, expected: @escaping @Sendable () -> Int = { 0 },
        clock: @escaping @Sendable () -> UInt64
    ) {
        let cores = max(1, cores)
        self.cores = cores
        self.clock = clock
        let state = state
        sweeper = Sweeper(name: "\(name) sweep") {
            let (lost, remain) = state.withLock { state -> ([Queue.Refusal], Bool) in
                let now = clock()
                var lost: [Queue.Refusal] = []
                for id in state.lines.keys { lost += state.lines[id]?.queue.removeLost(now: now) ?? [] }
                return (lost, state.waiting > 0)
            }
            Self.refuse(lost, at: clock())
            return remain
        }
        threads = (0..<cores).map { number in
            BatchThread(name: cores == 1 ? name : "\(name) \(number)") {
                while Self.takeTurn(state, cores: cores, sharesCores: sharesCores, expected, clock) {}
            }
        }
    }

    deinit { stop() }

    /// Refuses new items, computes those admitted, and returns when the threads have ended.
    package func stop() {
        state.withLock(waking: .all) { state in
            state.isStopped = true
            for id in state.lines.keys { state.lines[id]?.isStopped = true }
        }
        for thread in threads { thread.join() }
        sweeper.stop()
    }

    func addLine(_ queue: Queue, batchSize: @escaping BatchSize, _ execute: @escaping Executor) -> QueueID {
        state.withLock { state in
            defer { state.nextID += 1 }
            state.lines[state.nextID] = Line(
                queue: queue, batchSize: batchSize, execute: execute, isStopped: state.isStopped)
            return state.nextID
        }
    }

    /// Admits entries to one queue or several, all or none.
    func admit(_ parts: [(id: QueueID, entries: [Queue.Entry])]) throws(BatchingError) {
        let count = parts.reduce(0) { $0 + $1.entries.count }
        let wake = count == 1 ? SignalledState<State>.Wake.one : .all
        let (refusal, mustWait) = state.withLock(waking: wake) { state -> (BatchingError?, Bool) in
            // Two parts may be of one queue.
            var lines: [QueueID: Line] = [:]
            for (id, entries) in parts {
                guard var line = lines[id] ?? state.lines[id], !line.isStopped else { return (.stopped, false) }
                do throws(BatchingError) { try line.queue.admit(entries) } catch { return (error, false) }
                lines[id] = line
            }
            for (id, line) in lines { state.lines[id] = line }
            return (nil, state.busyCores == cores)
        }
        if let refusal { throw refusal }
        if mustWait { sweeper.wake() }
    }

    /// Takes a queue out; what waits in it is refused.
    func removeLine(_ id: QueueID) {
        // What the executor holds is let go of without the lock.
        var line = state.withLock(waking: .all) { $0.lines.removeValue(forKey: id) }
        let rest = line?.queue.removeAll() ?? []
        Self.refuse(rest.map { ($0, BatchingError.stopped) }, at: clock())
    }

    /// Waits for a batch and computes it; false once all is done. In a function of its own: a thread that waits keeps nothing
    /// of its last batch.
    private static func takeTurn(
        _ state: SignalledState<State>, cores: Int, sharesCores: Bool, _ expected: () -> Int, _ clock: () -> UInt64
    ) -> Bool {
        guard let turn = nextTurn(state, cores: cores, sharesCores: sharesCores, expected, clock) else { return false }
        // Somebody has to watch over what is due later.
        if turn.othersWait { state.withLock(waking: .one) { _ in } }
        run(turn, clock)
        state.withLock(waking: .all) { $0.busyCores -= turn.share == .allCores ? cores : 1 }
        return true
    }

    private static func nextTurn(
        _ state: SignalledState<State>, cores: Int, sharesCores: Bool, _ expected: () -> Int, _ clock: () -> UInt64
    ) -> Turn? {
        state.wait { state -> SignalledState<State>.Look<Turn?> in
            let now = clock()
            let next = state.lines.lazy.compactMap { id, line -> (id: QueueID, due: UInt64, first: Queue.Entry)? in
                guard let first = line.queue.first, let due = line.queue.dueTime else { return nil }
                return (id, line.isStopped ? 0 : due, first)
            }
            let free = cores - state.busyCores
            let ready = next.filter { $0.due <= now }.min {
                ($0.first.priority.rawValue, $0.first.admitted, $0.id)
                    < ($1.first.priority.rawValue, $1.first.admitted, $1.id)
            }
            guard let ready, free > 0 else {
                if state.isStopped, state.waiting == 0 { return .done(nil) }
                return .wait(nanoseconds: free > 0 ? next.map(\.due).min().map { $0 - now } : nil)
            }
            guard var line = state.lines[ready.id] else { return .wait(nanoseconds: nil) }
            let isAlone = sharesCores && free == cores && max(state.waiting, expected()) <= max(1, cores - 1)
            let count =
                isAlone ? .max : line.batchSize(min(line.queue.maximumBatch, (line.queue.count + free - 1) / free))
            let batch = line.queue.next(now: now, count: count)
            state.lines[ready.id] = line
            let othersWait = state.waiting > 0
            let share = isAlone && !othersWait ? ComputeShare.allCores : .oneCore
            state.busyCores += share == .allCores ? cores : 1
            return .done(Turn(batch: batch, share: share, execute: line.execute, othersWait: othersWait))
        }
    }

    private static func run(_ turn: Turn, _ clock: () -> UInt64) {
        let entries = turn.batch.entries
        let start = clock()
        refuse(turn.batch.refused, at: start)
        guard !entries.isEmpty else { return }
        var answered = [Bool](repeating: false, count: entries.count)
        turn.execute(entries.map(\.item.item), turn.share) { position, result in
            precondition(!answered[position], "the executor gives one result per item")
            answered[position] = true
            let (entry, end) = (entries[position], clock())
            entry.item.completion(
                result,
                BatchInfo(
                    queueNanoseconds: start >= entry.admitted ? start - entry.admitted : 0,
                    computeNanoseconds: end >= start ? end - start : 0, batchSize: entries.count))
        }
        precondition(!answered.contains(false), "the executor gives one result per item")
    }

    private static func refuse(_ refusals: [Queue.Refusal], at now: UInt64) {
        for (entry, reason) in refusals {
            entry.item.completion(
                .failure(reason),
                BatchInfo(
                    queueNanoseconds: now >= entry.admitted ? now - entry.admitted : 0, computeNanoseconds: 0,
                    batchSize: 0))
        }
    }
}
