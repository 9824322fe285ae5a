/// What waits, as a value: admission, priorities, deadlines, forming batches. No threads and no clock of its own.
///
/// - First come, first served, high priority before normal; a batch takes the first item and those behind it with the
///   same key.
/// - A batch is due at once, or, with a delay, when it is full or its oldest item has waited that long.
struct BatchQueue<Item> {
    struct Entry {
        var item: Item
        /// Only items of one key are computed together: the shape of the input, say.
        var key: [Int] = []
        var priority = BatchPriority.normal
        /// On the clock of whoever asks.
        var admitted: UInt64
        var deadline: UInt64?
        /// Reads flags and calls nobody: it is asked with locks held.
        var isCancelled: @Sendable (_ waitedNanoseconds: UInt64) -> Bool
    }

    /// An entry that is not computed, with the reason.
    typealias Refusal = (entry: Entry, reason: BatchingError)

    struct Batch {
        var entries: [Entry] = []
        var refused: [Refusal] = []
    }

    let limit: Int
    let maximumBatch: Int
    /// How long the first item of a batch waits for company.
    let maximumDelay: UInt64
    /// One list for each priority. No slices: their storage would keep what was taken out.
    private var lists = [[Entry]](repeating: [], count: BatchPriority.allCases.count)

    init(limit: Int, maximumBatch: Int, maximumDelay: UInt64 = 0) {
        precondition(limit > 0 && maximumBatch > 0, "limits must be positive")
        self.limit = limit
        self.maximumBatch = maximumBatch
        self.maximumDelay = maximumDelay
    }

    var count: Int {
        var count = 0
        for list in lists { count += list.count }
        return count
    }

    /// How urgent the entry is whose turn is next, and when it was admitted; nil for an empty queue.
    var first: (priority: BatchPriority, admitted: UInt64)? {
        for list in lists where !list.isEmpty { return (list[0].priority, list[0].admitted) }
        return nil
    }

    /// When a batch is due: 0 for at once, nil for an empty queue.
    var dueTime: UInt64? {
        guard let first else { return nil }
        guard maximumDelay > 0, count < maximumBatch else { return 0 }
        var oldest = first.admitted
        for list in lists where !list.isEmpty { oldest = min(oldest, list[0].admitted) }
        return oldest &+ maximumDelay
    }

    /// Admits all or none.
    ///
    /// - Throws: `BatchingError.queueFull`, or `.tooMany` for more than ever fit.
    mutating func admit(_ entries: [Entry]) throws(BatchingError) {
        guard entries.count <= limit else { throw .tooMany(entries.count, limit: limit) }
        guard entries.count <= limit - count else { throw .queueFull(limit: limit) }
        for entry in entries { lists[entry.priority.rawValue].append(entry) }
    }

    mutating func admit(_ entry: Entry) throws(BatchingError) { try admit([entry]) }

    /// The next batch of at most `count` entries. Those that were cancelled or are past their deadline leave the queue on
    /// the way, before anything is computed for them.
    mutating func next(now: UInt64, count: Int = .max) -> Batch {
        var batch = Batch()
        var key: [Int]?
        for index in lists.indices {
            var kept: [Entry] = []
            var seen = 0
            for entry in lists[index] {
                guard batch.entries.count < min(maximumBatch, count) else { break }
                seen += 1
                if let reason = Self.loss(of: entry, now) {
                    batch.refused.append((entry, reason))
                } else if key == nil || key == entry.key {
                    key = entry.key
                    batch.entries.append(entry)
                } else {
                    kept.append(entry)
                }
            }
            lists[index].replaceSubrange(..<seen, with: kept)
        }
        return batch
    }

    /// Takes out what need not wait any longer: cancelled, or past its deadline.
    mutating func removeLost(now: UInt64) -> [Refusal] {
        var refused: [Refusal] = []
        for index in lists.indices {
            lists[index].removeAll { entry in
                guard let reason = Self.loss(of: entry, now) else { return false }
                refused.append((entry, reason))
                return true
            }
        }
        return refused
    }

    /// Takes out everything.
    mutating func removeAll() -> [Entry] {
        defer { for index in lists.indices { lists[index] = [] } }
        return lists.flatMap { $0 }
    }

    private static func loss(of entry: Entry, _ now: UInt64) -> BatchingError? {
        if entry.isCancelled(now >= entry.admitted ? now - entry.admitted : 0) { return .cancelled }
        if let deadline = entry.deadline, deadline <= now { return .deadlineExceeded }
        return nil
    }
}
