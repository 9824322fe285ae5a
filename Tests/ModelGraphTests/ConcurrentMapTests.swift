import ModelGraph
import Synchronization
import Testing

@Suite struct ConcurrentMapTests {
    private struct Fault: Error, Equatable { let task: Int }

    @Test(arguments: [0, 1, 2, 1000]) func keepsTheOrderOfTheTasks(count: Int) {
        #expect(concurrentMap(tasks: count) { $0 * $0 } == (0..<count).map { $0 * $0 })
    }

    @Test func theFirstTaskThatFailedIsTold() {
        // Whichever fails first in time.
        for _ in 0..<50 {
            let done = Atomic(0)
            #expect(throws: Fault(task: 3)) {
                try concurrentMap(tasks: 100) { task throws(Fault) in
                    done.add(1, ordering: .relaxed)
                    if task >= 3 { throw Fault(task: task) }
                }
            }
            #expect(done.load(ordering: .relaxed) == 100)
        }
    }
}
