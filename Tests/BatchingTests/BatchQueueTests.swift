import Testing

@testable import Batching

struct BatchQueueTests {
    private var queue = BatchQueue<String>(limit: 4, maximumBatch: 3)

    private func entry(
        _ item: String, key: Int = 0, priority: BatchPriority = .normal, admitted: UInt64 = 0,
        deadline: UInt64? = nil, cancelledAfter: UInt64 = .max
    ) -> BatchQueue<String>.Entry {
        .init(
            item: item, key: [key], priority: priority, admitted: admitted, deadline: deadline,
            isCancelled: { $0 >= cancelledAfter })
    }

    @Test mutating func firstComeFirstServedUpToTheMaximum() throws {
        for item in ["a", "b", "c", "d"] { try queue.admit(entry(item)) }
        #expect(queue.next(now: 0).entries.map(\.item) == ["a", "b", "c"])
        #expect(queue.next(now: 0).entries.map(\.item) == ["d"])
        #expect(queue.next(now: 0).entries.isEmpty)
    }

    @Test mutating func fewerAreTakenWhereFewerAreAskedFor() throws {
        for item in ["a", "b", "c"] { try queue.admit(entry(item)) }
        #expect(queue.next(now: 0, count: 2).entries.map(\.item) == ["a", "b"])
        #expect(queue.count == 1)
    }

    @Test mutating func aBatchHoldsOneKey() throws {
        for (item, key) in [("a", 1), ("b", 2), ("c", 1), ("d", 2)] { try queue.admit(entry(item, key: key)) }
        #expect(queue.next(now: 0).entries.map(\.item) == ["a", "c"])
        #expect(queue.next(now: 0).entries.map(\.item) == ["b", "d"])
    }

    @Test mutating func highPriorityGoesFirstAndOthersFillItsBatch() throws {
        try queue.admit(entry("a"))
        try queue.admit(entry("b", key: 2, priority: .high))
        try queue.admit(entry("c", key: 2))
        try queue.admit(entry("d", priority: .high))
        #expect(queue.first?.priority == .high)
        #expect(queue.next(now: 0).entries.map(\.item) == ["b", "c"])
        #expect(queue.next(now: 0).entries.map(\.item) == ["d", "a"])
    }

    @Test mutating func oneMoreThanTheLimitIsRefused() throws {
        for item in ["a", "b", "c"] { try queue.admit(entry(item)) }
        try queue.admit(entry("d", priority: .high))
        #expect(throws: BatchingError.queueFull(limit: 4)) { try queue.admit(entry("e", priority: .high)) }
        #expect(throws: BatchingError.tooMany(5, limit: 4)) { try queue.admit((0..<5).map { entry("\($0)") }) }
        _ = queue.next(now: 0)
        try queue.admit(entry("e"))
        #expect(queue.count == 2)
    }

    @Test mutating func lateAndCancelledEntriesAreRefused() throws {
        try queue.admit(entry("late", deadline: 10))
        try queue.admit(entry("gone", admitted: 4, cancelledAfter: 6))
        try queue.admit(entry("in time", deadline: 11))
        try queue.admit(entry("patient", admitted: 5, cancelledAfter: 6))
        let batch = queue.next(now: 10)
        #expect(batch.entries.map(\.item) == ["in time", "patient"])
        #expect(batch.refused.map(\.entry.item) == ["late", "gone"])
        #expect(batch.refused.map(\.reason) == [.deadlineExceeded, .cancelled])
        #expect(queue.count == 0)
    }

    @Test mutating func lostEntriesLeaveTheOthersInOrder() throws {
        try queue.admit(entry("a"))
        try queue.admit(entry("late", deadline: 10))
        try queue.admit(entry("b", priority: .high))
        #expect(queue.removeLost(now: 9).isEmpty)
        #expect(queue.removeLost(now: 10).map(\.entry.item) == ["late"])
        #expect(queue.next(now: 10).entries.map(\.item) == ["b", "a"])
    }

    @Test func aBatchIsDueAtOnceWhenFullOrAfterTheDelay() throws {
        #expect(queue.dueTime == nil)
        var patient = BatchQueue<String>(limit: 4, maximumBatch: 2, maximumDelay: 100)
        try patient.admit(entry("a", admitted: 7))
        #expect(patient.dueTime == 107)
        try patient.admit(entry("b", priority: .high, admitted: 8))
        #expect(patient.dueTime == 0)
        _ = patient.next(now: 8, count: 1)
        #expect(patient.dueTime == 107)
        var impatient = BatchQueue<String>(limit: 4, maximumBatch: 2)
        try impatient.admit(entry("a", admitted: 7))
        #expect(impatient.dueTime == 0)
    }
}
