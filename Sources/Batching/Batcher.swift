/// One queue of a scheduler: gathers items of many callers into batches.
///
/// Safe to use from any thread. When the last reference goes, the queue leaves the scheduler.
public final class Batcher<Item: Sendable, Output: Sendable>: Sendable {
    public struct Configuration: Sendable, Hashable {
        /// Items computed together at most.
        public var maximumBatch: Int
        /// How long the first item of a batch waits for company; 0 for not at all.
        public var maximumDelayNanoseconds: UInt64
        /// Items that wait at most; one more is refused at once.
        public var queueLimit: Int

        public init(maximumBatch: Int, maximumDelayNanoseconds: UInt64 = 0, queueLimit: Int) {
            self.maximumBatch = maximumBatch
            self.maximumDelayNanoseconds = maximumDelayNanoseconds
            self.queueLimit = queueLimit
        }
    }

    public typealias Scheduler = BatchScheduler<Item, Output>

    private let scheduler: Scheduler
    private let id: Scheduler.QueueID
    private let key: @Sendable (Item) -> [Int]

    /// - Parameters:
    ///   - batchSize: chooses among the sizes that the configuration allows; by default the largest.
    ///   - key: a batch holds items of one key only: the input's shape, say.
    ///   - execute: called on threads of the scheduler, on several at the same time.
    public init(
        scheduler: Scheduler, configuration: Configuration, batchSize: @escaping Scheduler.BatchSize = { $0 },
        key: @escaping @Sendable (Item) -> [Int] = { _ in [] }, execute: @escaping Scheduler.Executor
    ) {
        self.scheduler = scheduler
        self.key = key
        id = scheduler.addLine(
            BatchQueue(
                limit: configuration.queueLimit, maximumBatch: configuration.maximumBatch,
                maximumDelay: configuration.maximumDelayNanoseconds),
            batchSize: batchSize, execute)
    }

    deinit { scheduler.removeLine(id) }

    /// Items that wait.
    public var depth: Int { scheduler.state.withLock { $0.lines[id]?.queue.count ?? 0 } }

    /// Admits an item, or refuses it at once.
    ///
    /// - Parameters:
    ///   - deadline: on the scheduler's clock; past it the item is not computed any more.
    ///   - isCancelled: asked while the item waits and when its turn comes, with locks held: it reads flags and calls nobody.
    ///   - completion: called once, on a thread of the scheduler: it must not compute. Its error is a `BatchingError` or the
    ///     executor's.
    /// - Throws: `.queueFull` or `.stopped`; the completion is then not called.
    public func submit(
        _ item: Item, priority: BatchPriority = .normal, deadline: UInt64? = nil,
        isCancelled: @escaping @Sendable (_ waitedNanoseconds: UInt64) -> Bool = { _ in false },
        completion: @escaping Scheduler.Completion
    ) throws(BatchingError) {
        try submit(all: [item], priority: priority, deadline: deadline, isCancelled: isCancelled) { completion($1, $2) }
    }

    /// Admits several items, all or none, so that those that fit into one batch are computed together.
    ///
    /// - Parameter completion: called once for each item, with its position.
    /// - Throws: `.queueFull`, `.tooMany` or `.stopped`; the completion is then not called.
    public func submit(
        all items: [Item], priority: BatchPriority = .normal, deadline: UInt64? = nil,
        isCancelled: @escaping @Sendable (_ waitedNanoseconds: UInt64) -> Bool = { _ in false },
        completion: @escaping @Sendable (_ position: Int, Result<Output, any Error>, BatchInfo) -> Void
    ) throws(BatchingError) {
        try Self.submit(
            [(self, items)], priority: priority, deadline: deadline, isCancelled: isCancelled, completion: completion)
    }

    /// Admits items to several queues of one scheduler, all or none.
    ///
    /// - Parameter completion: called once for each item, with its position, counted through all parts in their order.
    /// - Throws: as `submit(all:)`.
    public static func submit(
        _ parts: [(batcher: Batcher, items: [Item])], priority: BatchPriority = .normal, deadline: UInt64? = nil,
        isCancelled: @escaping @Sendable (_ waitedNanoseconds: UInt64) -> Bool = { _ in false },
        completion: @escaping @Sendable (_ position: Int, Result<Output, any Error>, BatchInfo) -> Void
    ) throws(BatchingError) {
        guard let scheduler = parts.first?.batcher.scheduler else { return }
        precondition(parts.allSatisfy { $0.batcher.scheduler === scheduler }, "queues of different schedulers")
        let now = scheduler.clock()
        var position = 0
        let entries = parts.map { batcher, items in
            let list = items.enumerated().map { [position] index, item in
                Scheduler.Queue.Entry(
                    item: Scheduler.Work(item: item) { completion(position + index, $0, $1) }, key: batcher.key(item),
                    priority: priority, admitted: now, deadline: deadline, isCancelled: isCancelled)
            }
            position += items.count
            return (id: batcher.id, entries: list)
        }
        try scheduler.admit(entries)
    }
}
