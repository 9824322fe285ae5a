import Testing

@testable import Batching

struct BatchQueueTests {
    private var queue = BatchQueue<String>(limit: 4, maximumBatch: 3)

    private func entry(_ item: String, key: Int = 0, deadline: UInt64? = nil, cancelled: Bool = false)
        -> BatchQueue<String>.Entry
    {
        .init(item: item, key: key, admitted: 0, deadline: deadline, isCancelled: { cancelled })
    }

    @Test mutating func firstComeFirstServedUpToTheMaximum() throws {
        for item in ["a", "b", "c", "d"] { try queue.admit(entry(item)) }
        #expect(queue.next(now: 0).entries.map(\.item) == ["a", "b", "c"])
        #expect(queue.next(now: 0).entries.map(\.item) == ["d"])
        #expect(queue.next(now: 0).entries.isEmpty)
    }

    @Test mutating func aBatchHoldsOneKey() throws {
        for (item, key) in [("a", 1), ("b", 2), ("c", 1), ("d", 2)] { try queue.admit(entry(item, key: key)) }
        #expect(queue.next(now: 0).entries.map(\.item) == ["a", "c"])
        #expect(queue.next(now: 0).entries.map(\.item) == ["b", "d"])
    }

    @Test mutating func oneMoreThanTheLimitIsRefused() throws {
        for item in ["a", "b", "c", "d"] { try queue.admit(entry(item)) }
        #expect(throws: BatchingError.queueFull(limit: 4)) { try queue.admit(entry("e")) }
        _ = queue.next(now: 0)
        try queue.admit(entry("e"))
        #expect(queue.count == 2)
    }

    @Test mutating func lateAndCancelledEntriesAreRefused() throws {
        try queue.admit(entry("late", deadline: 10))
        try queue.admit(entry("gone", cancelled: true))
        try queue.admit(entry("in time", deadline: 11))
        try queue.admit(entry("patient"))
        let batch = queue.next(now: 10)
        #expect(batch.entries.map(\.item) == ["in time", "patient"])
        #expect(batch.refused.map(\.entry.item) == ["late", "gone"])
        #expect(batch.refused.map(\.reason) == [.deadlineExceeded, .cancelled])
        #expect(queue.count == 0)
    }
}
