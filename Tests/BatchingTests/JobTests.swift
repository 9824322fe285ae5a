import Dispatch
import Synchronization
import Testing

@testable import Batching

/// Jobs for threads that have nothing to compute.
struct JobTests {
    /// What happened, in its order.
    final class Events: Sendable {
        private let events = Mutex<[String]>([])
        private let came = DispatchSemaphore(value: 0)

        func add(_ event: String) {
            events.withLock { $0.append(event) }
            came.signal()
        }

        func wait(_ count: Int) { for _ in 0..<count { #expect(came.wait(timeout: .now() + 20) == .success) } }
        var all: [String] { events.withLock { $0 } }
    }

    private let gate = BatcherTests.Gate()
    private let events = Events()

    private func scheduler(cores: Int) -> BatchScheduler<Int, Int> {
        BatchScheduler(name: "test", cores: cores, clock: { 0 })
    }

    private func batcher(on scheduler: BatchScheduler<Int, Int>, gated: Bool = false) -> Batcher<Int, Int> {
        Batcher(
            scheduler: scheduler, configuration: .init(maximumBatch: 4, queueLimit: 8),
            execute: { [events, gate] items, share, finish in
                if gated { gate.enter() }
                events.add("items \(items) on \(share == .allCores ? "all cores" : "one core")")
                for (position, item) in items.enumerated() { finish(position, .success(item)) }
            })
    }

    @Test func thereAreAsManyJobsAsFreeCores() {
        let scheduler = scheduler(cores: 2)
        let isTaken = (0..<3).map { _ in scheduler.runIfFree { [gate] in gate.enter() } }
        #expect(isTaken == [true, true, false])
        for _ in 0..<2 { gate.waitUntilBegun() }
        let isTakenLate = scheduler.runIfFree { [events] in events.add("third") }
        #expect(!isTakenLate)
        for _ in 0..<2 { gate.release() }
        scheduler.stop()
        #expect(events.all.isEmpty)
    }

    @Test func noJobIsTakenBesideABatchOnAllCores() throws {
        let scheduler = scheduler(cores: 2)
        let batcher = batcher(on: scheduler, gated: true)
        try batcher.submit(1) { _, _ in }
        gate.waitUntilBegun()
        let isTaken = scheduler.runIfFree {}
        #expect(!isTaken)
        gate.release()
        scheduler.stop()
        #expect(events.all == ["items [1] on all cores"])
    }

    @Test func aBatchBesideAJobGetsOneCore() throws {
        let scheduler = scheduler(cores: 2)
        let batcher = batcher(on: scheduler)
        let isTaken = scheduler.runIfFree { [gate] in gate.enter() }
        #expect(isTaken)
        gate.waitUntilBegun()
        try batcher.submit(1) { _, _ in }
        events.wait(1)
        #expect(events.all == ["items [1] on one core"])
        gate.release()
        scheduler.stop()
    }

    @Test func anItemThatAJobMakesGetsAllCores() throws {
        let scheduler = scheduler(cores: 2)
        let batcher = batcher(on: scheduler)
        var onOneCore = 0
        for item in 1...20 {
            let isTaken = scheduler.runIfFree { [events] in
                events.add("job")
                try? batcher.submit(item) { _, _ in }
            }
            #expect(isTaken)
            events.wait(2)
            let happened = Array(events.all.suffix(2))
            if happened == ["job", "items [\(item)] on one core"] {
                onOneCore += 1
            } else {
                #expect(happened == ["job", "items [\(item)] on all cores"])
            }
            // Its thread has told of the batch and is about to be free.
            while scheduler.state.withLock({ $0.busyCores }) > 0 {}
        }
        // The thread that the end of the batch before has woken comes late now and then, on a busy machine, and finds the item first.
        #expect(onOneCore <= 3)
        scheduler.stop()
    }

    @Test func whatAJobMakesAtTheEndIsComputed() throws {
        let scheduler = scheduler(cores: 1)
        let batcher = batcher(on: scheduler)
        let isTaken = scheduler.runIfFree { [gate, events] in
            gate.enter()
            events.add("job")
            try? batcher.submit(1) { _, _ in }
        }
        #expect(isTaken)
        gate.waitUntilBegun()
        let stopped = DispatchSemaphore(value: 0)
        DispatchQueue(label: "stop").async {
            scheduler.stop()
            stopped.signal()
        }
        while !scheduler.state.withLock({ $0.isStopped }) {}
        gate.release()
        #expect(stopped.wait(timeout: .now() + 20) == .success)
        #expect(events.all == ["job", "items [1] on all cores"])
        let isTakenLate = scheduler.runIfFree {}
        #expect(!isTakenLate)
        #expect(throws: BatchingError.stopped) { try batcher.submit(2) { _, _ in } }
    }
}
