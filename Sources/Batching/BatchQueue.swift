/// What waits, as a value: admission, deadlines, forming batches. No threads and no clock of its own.
///
/// - First come, first served; a batch takes the first item and those behind it with the same key.
/// - A batch is formed as soon as somebody computes: an empty queue waits for nothing.
struct BatchQueue<Item> {
    struct Entry {
        var item: Item
        var key: Int
        /// On the clock of whoever asks.
        var admitted: UInt64
        var deadline: UInt64?
        var isCancelled: @Sendable () -> Bool
    }

    struct Batch {
        var entries: [Entry] = []
        /// Entries that are not computed, with the reason.
        var refused: [(entry: Entry, reason: BatchingError)] = []
    }

    let limit: Int
    let maximumBatch: Int
    private var entries: ArraySlice<Entry> = []

    init(limit: Int, maximumBatch: Int) {
        precondition(limit > 0 && maximumBatch > 0, "limits must be positive")
        self.limit = limit
        self.maximumBatch = maximumBatch
    }

    var count: Int { entries.count }

    /// - Throws: `BatchingError.queueFull`.
    mutating func admit(_ entry: Entry) throws(BatchingError) {
        guard entries.count < limit else { throw .queueFull(limit: limit) }
        entries.append(entry)
    }

    /// The next batch. Entries that were cancelled or are past their deadline leave the queue on the way, before anything
    /// is computed for them.
    mutating func next(now: UInt64) -> Batch {
        var batch = Batch()
        var kept: [Entry] = []
        var key: Int?
        var rest = entries
        while batch.entries.count < maximumBatch, let entry = rest.popFirst() {
            if entry.isCancelled() {
                batch.refused.append((entry, .cancelled))
            } else if let deadline = entry.deadline, deadline <= now {
                batch.refused.append((entry, .deadlineExceeded))
            } else if key == nil || key == entry.key {
                key = entry.key
                batch.entries.append(entry)
            } else {
                kept.append(entry)
            }
        }
        entries = (kept + rest)[...]
        return batch
    }
}
