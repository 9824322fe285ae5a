import Glibc
import Synchronization

/// Gathers items of many callers into batches and computes them on one thread of its own.
///
/// Knows neither what an item is nor where it comes from. Safe to use from any thread.
package final class Batcher<Item: Sendable, Output: Sendable>: Sendable {
    package struct Configuration: Sendable, Hashable {
        /// Items computed together at most.
        package var maximumBatch: Int
        /// Items that wait at most; one more is refused at once.
        package var queueLimit: Int

        package init(maximumBatch: Int, queueLimit: Int) {
            self.maximumBatch = maximumBatch
            self.queueLimit = queueLimit
        }
    }

    /// Computes a batch; one result per item, in order.
    package typealias Executor = ([Item]) -> [Result<Output, any Error>]
    package typealias Completion = @Sendable (Result<Output, any Error>, BatchInfo) -> Void

    private typealias Queue = BatchQueue<Work>

    private struct Work: Sendable {
        var item: Item
        var completion: Completion
    }

    private let queue: SignalledState<State>
    private let clock: @Sendable () -> UInt64
    private let key: @Sendable (Item) -> Int
    private let thread: BatchThread

    private struct State {
        var queue: Queue
        var isStopped = false
    }

    /// - Parameters:
    ///   - name: of the thread; the system shows its first 15 bytes.
    ///   - clock: nanoseconds, never going back; deadlines are on it.
    ///   - key: a batch holds items of one key only: the input's shape, say.
    ///   - makeExecutor: called once on the batch's own thread; what it makes stays there.
    package init(
        name: String, configuration: Configuration, clock: @escaping @Sendable () -> UInt64,
        key: @escaping @Sendable (Item) -> Int, makeExecutor: @escaping @Sendable () -> Executor
    ) {
        self.clock = clock
        self.key = key
        let queue = SignalledState(
            State(queue: Queue(limit: configuration.queueLimit, maximumBatch: configuration.maximumBatch)))
        self.queue = queue
        thread = BatchThread(name: name) {
            let execute = makeExecutor()
            while let batch = Self.nextBatch(queue, clock) { Self.run(batch, execute, clock) }
        }
    }

    deinit { stop() }

    /// Items that wait.
    package var depth: Int { queue.withLock { $0.queue.count } }

    /// Admits an item, or refuses it at once.
    ///
    /// - Parameters:
    ///   - deadline: on the batcher's clock; past it the item is not computed any more.
    ///   - isCancelled: asked once, when the item's turn comes, with the queue locked: it reads a flag and calls nobody.
    ///   - completion: called once, on the batch thread: it must not compute. Its error is a `BatchingError` or the
    ///     executor's.
    /// - Throws: `.queueFull` or `.stopped`; the completion is then not called.
    package func submit(
        _ item: Item, deadline: UInt64?, isCancelled: @escaping @Sendable () -> Bool = { false },
        completion: @escaping Completion
    ) throws(BatchingError) {
        let entry = Queue.Entry(
            item: Work(item: item, completion: completion), key: key(item), admitted: clock(), deadline: deadline,
            isCancelled: isCancelled)
        let refusal = queue.withLockAndSignal { state -> BatchingError? in
            guard !state.isStopped else { return .stopped }
            do throws(BatchingError) { try state.queue.admit(entry) } catch { return error }
            return nil
        }
        if let refusal { throw refusal }
    }

    /// Refuses new items, computes those admitted, and returns when the thread has ended.
    package func stop() {
        queue.withLockAndSignal { $0.isStopped = true }
        thread.join()
    }

    /// Waits for work; nil once it is stopped and the queue is empty.
    private static func nextBatch(
        _ queue: SignalledState<State>, _ clock: @Sendable () -> UInt64
    ) -> Queue.Batch? {
        queue.wait { state -> Queue.Batch?? in
            if state.queue.count > 0 { return .some(state.queue.next(now: clock())) }
            return state.isStopped ? .some(nil) : nil
        }
    }

    private static func run(_ batch: Queue.Batch, _ execute: Executor, _ clock: @Sendable () -> UInt64) {
        let start = clock()
        func waited(_ entry: Queue.Entry) -> UInt64 { start >= entry.admitted ? start - entry.admitted : 0 }
        for (entry, reason) in batch.refused {
            entry.item.completion(
                .failure(reason),
                BatchInfo(queueNanoseconds: waited(entry), computeNanoseconds: 0, batchSize: 0))
        }
        guard !batch.entries.isEmpty else { return }
        let results = execute(batch.entries.map(\.item.item))
        let end = clock()
        precondition(results.count == batch.entries.count, "the executor gives one result per item")
        for (entry, result) in zip(batch.entries, results) {
            entry.item.completion(
                result,
                BatchInfo(
                    queueNanoseconds: waited(entry), computeNanoseconds: end >= start ? end - start : 0,
                    batchSize: batch.entries.count))
        }
    }
}
