import Glibc
import Synchronization
import Testing

@testable import Inference

struct WorkerPoolTests {
    @Test(arguments: [1, 2, 3, 8])
    func runsEveryTaskOnceInManyRounds(threads: Int) {
        let pool = WorkerPool(threads: threads)
        #expect(pool.threads == threads)
        for round in 0..<500 {
            let tasks = round % 17
            let counts = Mutex([Int](repeating: 0, count: tasks))
            pool.run(tasks: tasks) { task in counts.withLock { $0[task] += 1 } }
            #expect(counts.withLock { $0.allSatisfy { $0 == 1 } })
        }
    }

    @Test func sumsWhatTasksReturnWithinOneInference() {
        let pool = WorkerPool(threads: 3)
        #expect(pool.acquire())
        for round in 1...2000 {
            #expect(pool.sum(tasks: round % 50) { task, _ in task } == (0..<round % 50).reduce(0, +))
        }
        pool.release()
    }

    @Test func workersHaveNumbersOfTheirOwn() {
        let pool = WorkerPool(threads: 4)
        let busy = Mutex([Bool](repeating: false, count: 4))
        #expect(pool.acquire())
        for _ in 0..<300 {
            let clashes = pool.sum(tasks: 20) { _, worker in
                let clash = busy.withLock { busy in
                    defer { busy[worker] = true }
                    return busy[worker]
                }
                busy.withLock { $0[worker] = false }
                return clash ? 1 : 0
            }
            #expect(clashes == 0)
        }
        pool.release()
    }

    @Test func oneThreadNeedsNoOther() {
        let pool = WorkerPool(threads: 1)
        #expect(!pool.acquire())
        #expect(WorkerPool(threads: -5).threads == 1)
    }

    @Test func whoFindsThePoolBusyWorksAlone() async {
        let pool = WorkerPool(threads: 2)
        #expect(pool.acquire())
        #expect(!pool.acquire())
        let sum = Mutex(0)
        pool.run(tasks: 10) { task in sum.withLock { $0 += task } }
        #expect(sum.withLock { $0 } == 45)
        pool.release()
    }

    @Test func manyCallersShareIt() async {
        let pool = WorkerPool(threads: 3)
        let total = Total()
        await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<100 { pool.run(tasks: 7) { _ in total.count.add(1, ordering: .relaxed) } }
                }
            }
        }
        #expect(total.count.load(ordering: .relaxed) == 8 * 100 * 7)
    }

    @Test func endsWhileParkedAndAfterWork() {
        for round in 0..<50 {
            let pool = WorkerPool(threads: 4)
            if round % 2 == 0 { pool.run(tasks: 4) { _ in } }
        }
    }

    /// Offers the core to others until something holds, for a minute at most.
    private func wait(until condition: () -> Bool) {
        let deadline = ContinuousClock.now + .seconds(60)
        while !condition() {
            sched_yield()
            guard ContinuousClock.now < deadline else {
                Issue.record("nothing happened in a minute")
                return
            }
        }
    }

    @Test(arguments: [2, 3, 16])
    func workersParkBetweenInferences(threads: Int) {
        let pool = WorkerPool(threads: threads)
        for _ in 0..<3 {
            pool.run(tasks: 20) { _ in }
            wait { pool.parkedWorkers == threads - 1 }
        }
    }

    @Test(arguments: [2, 3, 16])
    func workersWithoutTasksParkWithinAnInference(threads: Int) {
        let pool = WorkerPool(threads: threads)
        #expect(pool.acquire())
        wait { pool.parkedWorkers == threads - 1 }
        // They come back for tasks: none of these ends before all have begun, each on a thread of its own.
        for _ in 0..<20 {
            let begun = Total()
            _ = pool.sum(tasks: threads) { _, _ in
                begun.count.add(1, ordering: .relaxed)
                wait { begun.count.load(ordering: .relaxed) == threads }
                return 0
            }
            wait { pool.parkedWorkers == threads - 1 }
        }
        pool.release()
    }

    @Test(arguments: [1, 2, 3]) func noMoreRunThanThereAreProcessors(processors: Int) {
        let pool = WorkerPool(threads: 6, processors: processors)
        wait { pool.parkedWorkers == 5 }
        for _ in 0..<200 {
            let running = Total()
            #expect(pool.acquire())
            let sum = pool.sum(tasks: 24) { _, _ in
                let now = running.count.add(1, ordering: .relaxed).newValue
                defer { running.count.subtract(1, ordering: .relaxed) }
                return now <= processors ? 1 : 0
            }
            #expect(sum == 24)
            pool.release()
            wait { pool.parkedWorkers == 5 }
        }
    }

    @Test func theCallerParksWhileAWorkerComputes() {
        let pool = WorkerPool(threads: 2)
        #expect(pool.acquire())
        for _ in 0..<5 {
            let begun = Total()
            _ = pool.sum(tasks: 2) { _, worker in
                begun.count.add(1, ordering: .relaxed)
                wait { begun.count.load(ordering: .relaxed) == 2 }
                if worker != 0 { wait { pool.callerIsParked } }
                return 0
            }
        }
        pool.release()
    }

    private final class Total: Sendable {
        let count = Atomic<Int>(0)
    }
}
