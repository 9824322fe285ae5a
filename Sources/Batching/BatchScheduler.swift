import Glibc

/// Threads that compute the batches of several queues.
///
/// There are as many threads as cores. While fewer items than cores are about, one batch gets all cores; otherwise each thread
/// takes a batch of its own for one core, which loses nothing to threads that wait for each other, and the items are shared out
/// evenly. The queue whose first item is the most urgent, then the oldest, is served first.
///
/// A thread that has nothing to compute can be lent for a job (`runIfFree`).
///
/// Knows neither what an item is nor where it comes from. Safe to use from any thread.
///
/// Public like all of this module, though only this package uses it: the compiler makes code for the types of another module
/// from generic code only where that is public (cross-module optimization), and code that looks up its types at run time takes
/// three times as long.
public final class BatchScheduler<Item: Sendable, Output: Sendable>: Sendable {
    /// Computes a batch and tells each item's result, by its position, as soon as it is there. Called by several threads at
    /// the same time.
    public typealias Executor =
        @Sendable (
            [Item], ComputeShare, _ finish: (_ position: Int, Result<Output, any Error>) -> Void
        ) -> Void
    /// How many of the items that wait for a core, at least one, go into its next batch. Called with locks held.
    public typealias BatchSize = @Sendable (_ waiting: Int) -> Int
    public typealias Completion = @Sendable (Result<Output, any Error>, BatchInfo) -> Void

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

        /// The next batch: all that fits for an item that is alone, else the share of one of the cores that are free.
        mutating func take(now: UInt64, free: Int, isAlone: Bool) -> (batch: Queue.Batch, execute: Executor) {
            let share = min(queue.maximumBatch, (queue.count + free - 1) / free)
            return (queue.next(now: now, count: isAlone ? .max : batchSize(share)), execute)
        }
    }

    struct State {
        var lines: [QueueID: Line] = [:]
        var nextID = 0
        /// With batches or jobs.
        var busyCores = 0
        /// No more than there are free cores.
        var jobs: [@Sendable () -> Void] = []
        /// Threads that do one.
        var jobThreads: [pthread_t] = []
        var isStopped = false

        /// Whether items are taken: those that jobs make are, also at the end.
        var takesItems: Bool { !isStopped || !jobs.isEmpty || !jobThreads.isEmpty }

        /// Items.
        var waiting: Int {
            var waiting = 0
            for line in lines.values { waiting += line.queue.count }
            return waiting
        }

        /// Whether the calling thread does a job.
        var isInJob: Bool { jobThreads.contains { pthread_equal($0, pthread_self()) != 0 } }

        mutating func leaveJob() { jobThreads.removeAll { pthread_equal($0, pthread_self()) != 0 } }

        /// The queue whose turn it is, and when the next one has its turn if it is none's yet.
        func next(now: UInt64) -> (id: QueueID?, due: UInt64?) {
            var best: (id: QueueID, priority: Int, admitted: UInt64)?
            var earliest: UInt64?
            for (id, line) in lines {
                guard let first = line.queue.first, let due = line.queue.dueTime else { continue }
                if due > now, !isStopped {
                    earliest = min(earliest ?? due, due)
                } else if best.map({ (first.priority.rawValue, first.admitted, id) < ($0.priority, $0.admitted, $0.id) }
                )
                    ?? true
                {
                    best = (id, first.priority.rawValue, first.admitted)
                }
            }
            return (best?.id, earliest)
        }
    }

    /// What a thread does next.
    private enum Turn {
        case batch(Queue.Batch, ComputeShare, Executor)
        case job(@Sendable () -> Void)
    }

    /// What a thread has done.
    private enum Finished {
        case batch(ComputeShare)
        case job
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
    public init(
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
                var finished: Finished?
                repeat {
                    finished = Self.takeTurn(
                        state, after: finished, cores: cores, sharesCores: sharesCores, expected, clock)
                } while finished != nil
            }
        }
    }

    deinit { stop() }

    /// Refuses new items and jobs, computes those admitted, and returns when the threads have ended.
    public func stop() {
        state.withLock(waking: .all) { $0.isStopped = true }
        for thread in threads { thread.join() }
        sweeper.stop()
    }

    func addLine(_ queue: Queue, batchSize: @escaping BatchSize, _ execute: @escaping Executor) -> QueueID {
        state.withLock { state in
            defer { state.nextID += 1 }
            state.lines[state.nextID] = Line(queue: queue, batchSize: batchSize, execute: execute)
            return state.nextID
        }
    }

    /// Has a job done by a thread that has nothing else to do; false if there is none.
    ///
    /// For what comes before and after batches: a thread that wakes beside those that compute may have to wait for one of them
    /// while another core has nothing to do, since the system moves threads from core to core only now and then.
    public func runIfFree(_ job: @escaping @Sendable () -> Void) -> Bool {
        var isTaken = false
        state.change { state in
            isTaken = !state.isStopped && state.busyCores + state.jobs.count < cores
            guard isTaken else { return .none }
            state.jobs.append(job)
            return .one
        }
        return isTaken
    }

    /// Admits entries to one queue or several, all or none.
    func admit(_ parts: [(id: QueueID, entries: [Queue.Entry])]) throws(BatchingError) {
        var count = 0
        for part in parts { count += part.entries.count }
        var refusal: BatchingError?
        var mustWait = false
        state.change { state in
            do throws(BatchingError) {
                guard state.takesItems else { throw .stopped }
                if parts.count == 1 {
                    try Self.admit(parts[0].entries, to: &state.lines[parts[0].id])
                } else {
                    // Two parts may be of one queue; copies are in the place of the queues when all parts fit.
                    var lines = state.lines
                    for (id, entries) in parts { try Self.admit(entries, to: &lines[id]) }
                    state.lines = lines
                }
            } catch {
                refusal = error
                return .none
            }
            mustWait = state.busyCores == cores
            if count > 1 { return .all }
            // Who makes an item in a job has nothing to do after it: that thread takes the item, and with all cores if it may.
            return state.isInJob ? .none : .one
        }
        if let refusal { throw refusal }
        if mustWait { sweeper.wake() }
    }

    private static func admit(_ entries: [Queue.Entry], to line: inout Line?) throws(BatchingError) {
        guard line != nil else { throw .stopped }
        try line?.queue.admit(entries)
    }

    /// Takes a queue out; what waits in it is refused.
    func removeLine(_ id: QueueID) {
        // What the executor holds is let go of without the lock.
        var line = state.withLock(waking: .all) { $0.lines.removeValue(forKey: id) }
        let rest = line?.queue.removeAll() ?? []
        Self.refuse(rest.map { ($0, BatchingError.stopped) }, at: clock())
    }

    /// Waits for a batch or a job and does it; nil once all is done. In a function of its own: a thread that waits keeps nothing
    /// of its last turn but what it was.
    private static func takeTurn(
        _ state: SignalledState<State>, after finished: Finished?, cores: Int, sharesCores: Bool,
        _ expected: () -> Int, _ clock: @escaping @Sendable () -> UInt64
    ) -> Finished? {
        switch nextTurn(state, after: finished, cores: cores, sharesCores: sharesCores, expected, clock) {
        case nil: return nil
        case .batch(let batch, let share, let execute):
            run(batch, share, execute, clock)
            return .batch(share)
        case .job(let job):
            job()
            return .job
        }
    }

    /// - Parameter finished: the thread's last turn, whose cores are free from now on.
    private static func nextTurn(
        _ state: SignalledState<State>, after finished: Finished?, cores: Int, sharesCores: Bool,
        _ expected: () -> Int, _ clock: @escaping @Sendable () -> UInt64
    ) -> Turn? {
        switch finished {
        case nil: break
        // One core is this thread's own, and nobody waits for it; all of them are others' as well.
        case .batch(.oneCore): state.withLock { $0.busyCores -= 1 }
        case .batch(.allCores): state.withLock(waking: .all) { $0.busyCores -= cores }
        case .job:
            state.withLock {
                $0.busyCores -= 1
                $0.leaveJob()
            }
        }
        return state.wait { state -> SignalledState<State>.Look<Turn?> in
            let now = clock()
            let free = cores - state.busyCores
            if free > 0, let job = state.jobs.popLast() {
                state.busyCores += 1
                state.jobThreads.append(pthread_self())
                return .done(.job(job))
            }
            let (ready, due) = state.next(now: now)
            guard let ready, free > 0 else {
                if state.isStopped, state.waiting == 0, state.jobThreads.isEmpty { return .done(nil, waking: .all) }
                return .wait(nanoseconds: free > 0 ? due.map { $0 - now } : nil)
            }
            let waiting = state.waiting
            let isAlone = sharesCores && free == cores && max(waiting, expected()) <= max(1, cores - 1)
            // In place: a queue that is taken out, changed and put back is copied.
            guard let (batch, execute) = state.lines[ready]?.take(now: now, free: free, isAlone: isAlone) else {
                return .wait(nanoseconds: nil)
            }
            let othersWait = waiting > batch.entries.count + batch.refused.count
            let share = isAlone && !othersWait ? ComputeShare.allCores : .oneCore
            state.busyCores += share == .allCores ? cores : 1
            // Somebody has to watch over what is due later.
            return .done(.batch(batch, share, execute), waking: othersWait ? .one : .none)
        }
    }

    private static func run(
        _ batch: Queue.Batch, _ share: ComputeShare, _ execute: Executor, _ clock: @escaping @Sendable () -> UInt64
    ) {
        let entries = batch.entries
        let start = clock()
        refuse(batch.refused, at: start)
        guard !entries.isEmpty else { return }
        var answered = [Bool](repeating: false, count: entries.count)
        // No key path: one of generic types is made anew each time.
        execute(entries.map { $0.item.item }, share) { position, result in
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
