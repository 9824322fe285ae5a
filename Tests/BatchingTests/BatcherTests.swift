import Dispatch
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

        func add(_ item: Int, _ result: Result<Int, any Error>, _ info: BatchInfo) {
            let text =
                switch result {
                case .success(let value): "\(value) of \(info.batchSize)"
                case .failure(let error): "\(error)"
                }
            values.withLock { $0[item, default: []].append(text) }
        }
    }

    private let gate = Gate()
    private let answers = Answers()
    private let now = Clock()

    final class Clock: Sendable {
        let time = Atomic<UInt64>(0)
    }

    /// Doubles its items; item 0 is computed once the gate opens.
    private func batcher(limit: Int = 8) -> Batcher<Int, Int> {
        let (gate, now) = (gate, now)
        return Batcher(
            name: "test", configuration: .init(maximumBatch: 4, queueLimit: limit),
            clock: { now.time.load(ordering: .relaxed) }, key: { $0 / 100 },
            makeExecutor: {
                { items in
                    if items.contains(0) { gate.enter() }
                    return items.map { .success($0 * 2) }
                }
            })
    }

    private func submit(
        _ item: Int, to batcher: Batcher<Int, Int>, deadline: UInt64? = nil, cancelled: Bool = false
    ) throws {
        let answers = answers
        try batcher.submit(item, deadline: deadline, isCancelled: { cancelled }) { answers.add(item, $0, $1) }
    }

    @Test func batchesFormWhileTheExecutorIsBusy() throws {
        let batcher = batcher()
        try submit(0, to: batcher)
        gate.waitUntilBegun()
        for item in [1, 2, 101, 3, 4, 5] { try submit(item, to: batcher) }
        #expect(batcher.depth == 6)
        gate.release()
        batcher.stop()
        #expect(
            answers.values.withLock { $0 } == [
                0: ["0 of 1"], 1: ["2 of 4"], 2: ["4 of 4"], 3: ["6 of 4"], 4: ["8 of 4"], 5: ["10 of 1"],
                101: ["202 of 1"],
            ])
    }

    @Test func lateCancelledAndSurplusItemsAreRefused() throws {
        let batcher = batcher(limit: 3)
        try submit(0, to: batcher)
        gate.waitUntilBegun()
        try submit(1, to: batcher, deadline: 10)
        try submit(2, to: batcher, cancelled: true)
        try submit(3, to: batcher, deadline: 11)
        #expect(throws: BatchingError.queueFull(limit: 3)) { try submit(4, to: batcher) }
        now.time.store(10, ordering: .relaxed)
        gate.release()
        batcher.stop()
        #expect(
            answers.values.withLock { $0 } == [
                0: ["0 of 1"], 1: ["deadlineExceeded"], 2: ["cancelled"], 3: ["6 of 1"],
            ])
    }

    @Test func nothingIsTakenAfterStop() throws {
        let batcher = batcher()
        batcher.stop()
        batcher.stop()
        #expect(throws: BatchingError.stopped) { try submit(1, to: batcher) }
        #expect(answers.values.withLock { $0.isEmpty })
    }

    @Test func everyCompletionIsCalledOnce() {
        let batcher = batcher(limit: 10_000)
        DispatchQueue.concurrentPerform(iterations: 4) { thread in
            for index in 0..<250 { try? submit(1 + thread * 250 + index, to: batcher) }
        }
        batcher.stop()
        let values = answers.values.withLock { $0 }
        #expect(values.count == 1000 && values.values.allSatisfy { $0.count == 1 })
    }
}
