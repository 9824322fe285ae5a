import Dispatch
import Glibc
import Synchronization
import Testing

@testable import Batching

struct BatcherTests {
    /// Holds the executor until the test lets it go, and tells the test that it has begun.
    final class Gate: Sendable {
        private let begun = DispatchSemaphore(value: 0)
        private let open = DispatchSemaphore(value: 0)

        func enter() {
            begun.signal()
            open.wait()
        }

        func waitUntilBegun() { #expect(begun.wait(timeout: .now() + 20) == .success) }
        func release() { open.signal() }
    }

    final class Answers: Sendable {
        let values = Mutex<[Int: [String]]>([:])
        private let came = DispatchSemaphore(value: 0)

        func add(_ item: Int, _ result: Result<Int, any Error>, _ info: BatchInfo) {
            let text =
                switch result {
                case .success(let value): "\(value) of \(info.batchSize)"
                case .failure(let error): "\(error)"
                }
            values.withLock { $0[item, default: []].append(text) }
            came.signal()
        }

        func wait(_ count: Int) { for _ in 0..<count { #expect(came.wait(timeout: .now() + 20) == .success) } }
    }

    private let gate = Gate()
    private let answers = Answers()
    private let now = Clock()

    final class Clock: Sendable {
        let time = Atomic<UInt64>(0)
    }

    private final class Log: Sendable {
        let shares = Mutex<[ComputeShare]>([])
    }

    private let log = Log()

    private func scheduler(
        cores: Int = 1, sharesCores: Bool = true, expected: Int = 0
    ) -> BatchScheduler<Int, Int> {
        let now = now
        return BatchScheduler(
            name: "test", cores: cores, sharesCores: sharesCores, expected: { expected },
            clock: { now.time.load(ordering: .relaxed) })
    }

    /// Doubles its items; a batch with a gated item is computed once the gate opens.
    private func batcher(
        on scheduler: BatchScheduler<Int, Int>, limit: Int = 8, maximumBatch: Int = 4, gated: Set<Int> = [0]
    ) -> Batcher<Int, Int> {
        let (gate, log) = (gate, log)
        return Batcher(
            scheduler: scheduler, configuration: .init(maximumBatch: maximumBatch, queueLimit: limit),
            key: { [$0 / 100] },
            execute: { items, share, finish in
                log.shares.withLock { $0.append(share) }
                if !gated.isDisjoint(with: items) { gate.enter() }
                for (position, item) in items.enumerated() { finish(position, .success(item * 2)) }
            })
    }

    private func submit(
        _ item: Int, to batcher: Batcher<Int, Int>, priority: BatchPriority = .normal, deadline: UInt64? = nil,
        cancelled: Bool = false
    ) throws {
        let answers = answers
        try batcher.submit(item, priority: priority, deadline: deadline, isCancelled: { _ in cancelled }) {
            answers.add(item, $0, $1)
        }
    }

    @Test func batchesFormWhileTheExecutorIsBusy() throws {
        let scheduler = scheduler()
        let batcher = batcher(on: scheduler)
        try submit(0, to: batcher)
        gate.waitUntilBegun()
        for item in [1, 2, 101, 3, 4, 5] { try submit(item, to: batcher) }
        #expect(batcher.depth == 6)
        gate.release()
        scheduler.stop()
        #expect(
            answers.values.withLock { $0 } == [
                0: ["0 of 1"], 1: ["2 of 4"], 2: ["4 of 4"], 3: ["6 of 4"], 4: ["8 of 4"], 5: ["10 of 1"],
                101: ["202 of 1"],
            ])
    }

    @Test func theOwnerChoosesHowManyOfThoseThatWaitGoTogether() throws {
        let scheduler = scheduler()
        let (gate, answers) = (gate, answers)
        let asked = Mutex<[Int]>([])
        let batcher = Batcher(
            scheduler: scheduler, configuration: .init(maximumBatch: 4, queueLimit: 8),
            batchSize: { waiting in
                asked.withLock { $0.append(waiting) }
                return min(waiting, 2)
            },
            execute: { items, _, finish in
                if items.contains(0) { gate.enter() }
                for (position, item) in items.enumerated() { finish(position, .success(item * 2)) }
            })
        try submit(0, to: batcher)
        gate.waitUntilBegun()
        for item in 1...5 { try submit(item, to: batcher) }
        gate.release()
        scheduler.stop()
        #expect(
            answers.values.withLock { $0 } == [
                0: ["0 of 1"], 1: ["2 of 2"], 2: ["4 of 2"], 3: ["6 of 2"], 4: ["8 of 2"], 5: ["10 of 1"],
            ])
        // Not for one that is alone: it has the cores for itself.
        #expect(asked.withLock { $0 } == [4, 3])
    }

    @Test func surplusItemsAreRefused() throws {
        let scheduler = scheduler()
        let batcher = batcher(on: scheduler, limit: 3)
        try submit(0, to: batcher)
        gate.waitUntilBegun()
        for item in 1...3 { try submit(item, to: batcher) }
        #expect(throws: BatchingError.queueFull(limit: 3)) { try submit(4, to: batcher) }
        gate.release()
        scheduler.stop()
    }

    @Test func itemsOfOneCallAreComputedTogetherAndAdmittedTogether() throws {
        let scheduler = scheduler()
        let batcher = batcher(on: scheduler, limit: 6)
        let answers = answers
        try batcher.submit(all: [1, 2, 3]) { answers.add(100 + $0, $1, $2) }
        answers.wait(3)
        #expect(answers.values.withLock { $0 } == [100: ["2 of 3"], 101: ["4 of 3"], 102: ["6 of 3"]])
        try submit(0, to: batcher)
        gate.waitUntilBegun()
        for item in 1...4 { try submit(item, to: batcher) }
        #expect(throws: BatchingError.queueFull(limit: 6)) { try batcher.submit(all: [5, 6, 7]) { _, _, _ in } }
        #expect(batcher.depth == 4)
        gate.release()
        scheduler.stop()
    }

    @Test func itemsForSeveralQueuesAreAdmittedTogether() throws {
        let scheduler = scheduler()
        let (wide, narrow) = (batcher(on: scheduler, limit: 6), batcher(on: scheduler, limit: 2, gated: []))
        let answers = answers
        try Batcher.submit([(wide, [1, 2]), (narrow, [3])]) { answers.add($0, $1, $2) }
        answers.wait(3)
        #expect(answers.values.withLock { $0 } == [0: ["2 of 2"], 1: ["4 of 2"], 2: ["6 of 1"]])
        try submit(0, to: wide)
        gate.waitUntilBegun()
        // Room in one is not enough, neither in one that is named twice.
        try submit(5, to: narrow)
        for parts in [
            [(wide, [6]), (narrow, [7, 8])], [(narrow, [6]), (narrow, [7])], [(narrow, [6, 7]), (wide, [8])],
        ] {
            #expect(throws: BatchingError.queueFull(limit: 2)) { try Batcher.submit(parts) { _, _, _ in } }
        }
        #expect(throws: BatchingError.tooMany(3, limit: 2)) {
            try Batcher.submit([(wide, [6]), (narrow, [7, 8, 9])]) { _, _, _ in }
        }
        #expect(wide.depth == 0 && narrow.depth == 1)
        gate.release()
        scheduler.stop()
    }

    /// The only core computes all the while.
    @Test func lateAndCancelledItemsAreToldWhileTheyWait() throws {
        let scheduler = scheduler()
        let batcher = batcher(on: scheduler)
        try submit(0, to: batcher)
        gate.waitUntilBegun()
        try submit(1, to: batcher, deadline: 10)
        try submit(2, to: batcher, cancelled: true)
        try submit(3, to: batcher, deadline: 11)
        now.time.store(10, ordering: .relaxed)
        answers.wait(2)
        #expect(answers.values.withLock { $0 } == [1: ["deadlineExceeded"], 2: ["cancelled"]])
        gate.release()
        scheduler.stop()
        #expect(answers.values.withLock { $0[3] } == ["6 of 1"])
    }

    @Test func nothingIsTakenAfterStop() throws {
        let scheduler = scheduler()
        let batcher = batcher(on: scheduler)
        scheduler.stop()
        scheduler.stop()
        #expect(throws: BatchingError.stopped) { try submit(1, to: batcher) }
        #expect(answers.values.withLock { $0.isEmpty })
    }

    @Test(arguments: [1, 3]) func everyCompletionIsCalledOnce(cores: Int) {
        let scheduler = scheduler(cores: cores)
        let batchers = (0..<3).map { _ in batcher(on: scheduler, limit: 10_000) }
        DispatchQueue.concurrentPerform(iterations: 4) { thread in
            for index in 0..<250 { try? submit(1 + thread * 250 + index, to: batchers[index % 3]) }
        }
        scheduler.stop()
        let values = answers.values.withLock { $0 }
        #expect(values.count == 1000 && values.values.allSatisfy { $0.count == 1 })
    }

    @Test func aLoneItemGetsAllCoresAndManyGetOneEach() throws {
        let scheduler = scheduler(cores: 2)
        let batcher = batcher(on: scheduler, maximumBatch: 8, gated: [0, 1, 4])
        try submit(0, to: batcher)
        gate.waitUntilBegun()
        for item in 1...5 { try submit(item, to: batcher) }
        gate.release()
        // Five for two cores: three and two, at the same time.
        gate.waitUntilBegun()
        gate.waitUntilBegun()
        gate.release()
        gate.release()
        scheduler.stop()
        #expect(
            answers.values.withLock { $0 } == [
                0: ["0 of 1"], 1: ["2 of 3"], 2: ["4 of 3"], 3: ["6 of 3"], 4: ["8 of 2"], 5: ["10 of 2"],
            ])
        #expect(log.shares.withLock { $0 } == [.allCores, .oneCore, .oneCore])
    }

    /// Another request is on its way: a core is left for it.
    @Test func oneOfSeveralRequestsGetsOneCore() throws {
        let scheduler = scheduler(cores: 2, expected: 2)
        let batcher = batcher(on: scheduler)
        try submit(1, to: batcher)
        answers.wait(1)
        scheduler.stop()
        #expect(log.shares.withLock { $0 } == [.oneCore])
    }

    @Test func nothingSharesCoresWhereNothingMay() throws {
        let scheduler = scheduler(cores: 2, sharesCores: false)
        let batcher = batcher(on: scheduler)
        try submit(0, to: batcher)
        gate.waitUntilBegun()
        // The other thread is free.
        try submit(1, to: batcher)
        answers.wait(1)
        gate.release()
        scheduler.stop()
        #expect(log.shares.withLock { $0 } == [.oneCore, .oneCore])
    }

    @Test func highPriorityOvertakesOtherQueuesToo() throws {
        let scheduler = scheduler()
        let first = batcher(on: scheduler), second = batcher(on: scheduler, maximumBatch: 1)
        try submit(0, to: first)
        gate.waitUntilBegun()
        let ordered = Order()
        try first.submit(1) { _, _ in ordered.add(1) }
        try second.submit(2, priority: .high) { _, _ in ordered.add(2) }
        gate.release()
        scheduler.stop()
        #expect(ordered.items.withLock { $0 } == [2, 1])
    }

    private final class Order: Sendable {
        let items = Mutex<[Int]>([])
        func add(_ item: Int) { items.withLock { $0.append(item) } }
    }

    @Test func aRemovedQueueRefusesWhatWaitsAndItsExecutorGoes() throws {
        let scheduler = scheduler()
        let other = batcher(on: scheduler)
        var token: Order? = Order()
        weak let weakToken = token
        var removed: Batcher<Int, Int>? = Batcher(
            scheduler: scheduler, configuration: .init(maximumBatch: 1, queueLimit: 8),
            execute: { [token] items, _, finish in
                token?.add(1)
                for (position, item) in items.enumerated() { finish(position, .success(item)) }
            })
        token = nil
        try submit(0, to: other)
        gate.waitUntilBegun()
        if let removed { try submit(2, to: removed) }
        #expect(weakToken != nil)
        removed = nil
        answers.wait(1)
        #expect(answers.values.withLock { $0[2] } == ["stopped"])
        #expect(weakToken == nil)
        gate.release()
        scheduler.stop()
    }

    @Test func aDelayedBatchWaitsForCompany() throws {
        // The real clock: a delay of minutes that a full batch cuts short.
        let scheduler = BatchScheduler<Int, Int>(
            name: "test", cores: 1,
            clock: {
                var time = timespec()
                clock_gettime(CLOCK_MONOTONIC, &time)
                return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
            })
        func delayed(_ nanoseconds: UInt64) -> Batcher<Int, Int> {
            Batcher(
                scheduler: scheduler,
                configuration: .init(maximumBatch: 2, maximumDelayNanoseconds: nanoseconds, queueLimit: 8),
                execute: { items, _, finish in
                    for (position, item) in items.enumerated() { finish(position, .success(item * 2)) }
                })
        }
        let long = delayed(600_000_000_000), short = delayed(20_000_000)
        try submit(1, to: long)
        try submit(3, to: short)
        answers.wait(1)
        #expect(answers.values.withLock { $0 } == [3: ["6 of 1"]])
        try submit(2, to: long)
        answers.wait(2)
        #expect(answers.values.withLock { $0 } == [1: ["2 of 2"], 2: ["4 of 2"], 3: ["6 of 1"]])
        // What waits at the end is computed at once.
        try submit(4, to: long)
        scheduler.stop()
        #expect(answers.values.withLock { $0[4] } == ["8 of 1"])
    }
}
