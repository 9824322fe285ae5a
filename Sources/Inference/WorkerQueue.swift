import Glibc
import Synchronization

/// The state that the threads of a `WorkerPool` share: one job at a time, its tasks handed out by a ticket.
///
/// The ticket holds the job's generation (upper 32 bits) and the number of tasks not yet taken (lower 32). Taking a
/// task is a compare-and-swap that fails if the job has changed meanwhile; a job ends only when every taken task has
/// finished. So what a thread reads of the job after it took a task is the job that the task belongs to.
///
/// `@unchecked Sendable`: `mutex` and `condition` are pointers to system objects made for sharing, everything else
/// is atomic.
final class WorkerQueue: @unchecked Sendable {
    private struct Job {
        let body: (_ task: Int, _ worker: Int) -> Int
    }

    private let ticket = Atomic<UInt64>(0)
    private let finished = Atomic<Int>(0)
    private let total = Atomic<Int>(0)
    private let tasks = Atomic<Int>(0)
    /// Address of the current `Job` on the stack of the thread that runs it.
    private let job = Atomic<UInt>(0)
    private let owned = Atomic<Bool>(false)
    /// Whether workers spin; changed under the mutex.
    private let active = Atomic<Bool>(false)
    private let stopped = Atomic<Bool>(false)
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    /// Spins before a waiting thread offers its core to others: some microseconds.
    private static let spinsBeforeYield = 2_000

    init() {
        mutex.initialize(to: pthread_mutex_t())
        condition.initialize(to: pthread_cond_t())
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        // The pool has joined every worker, and each held a reference: nobody waits any more.
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    func acquire() -> Bool {
        guard owned.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged else {
            return false
        }
        change { active.store(true, ordering: .relaxed) }
        return true
    }

    func release() {
        // No wake-up is due: spinning workers see the flag.
        active.store(false, ordering: .relaxed)
        owned.store(false, ordering: .releasing)
    }

    func stop() {
        change { stopped.store(true, ordering: .relaxed) }
    }

    private func change(_ body: () -> Void) {
        pthread_mutex_lock(mutex)
        body()
        pthread_cond_broadcast(condition)
        pthread_mutex_unlock(mutex)
    }

    func sum(tasks count: Int, _ body: (_ task: Int, _ worker: Int) -> Int) -> Int {
        if count <= 1 { return count == 1 ? body(0, 0) : 0 }
        precondition(count <= UInt32.max, "\(count) tasks do not fit a ticket")
        return withoutActuallyEscaping(body) { body in
            let job = Job(body: body)
            // The job stays on this stack until every taken task has finished; later tickets refuse the others.
            return withUnsafePointer(to: job) { pointer in
                self.job.store(UInt(bitPattern: pointer), ordering: .relaxed)
                tasks.store(count, ordering: .relaxed)
                finished.store(0, ordering: .relaxed)
                total.store(0, ordering: .relaxed)
                let generation = (ticket.load(ordering: .relaxed) >> 32) &+ 1
                ticket.store(generation << 32 | UInt64(count), ordering: .releasing)
                while takeTask(as: 0) {}
                var spins = 0
                while finished.load(ordering: .acquiring) < count { pause(&spins) }
                return total.load(ordering: .relaxed)
            }
        }
    }

    /// Runs one task of the current job if one is left.
    private func takeTask(as worker: Int) -> Bool {
        var current = ticket.load(ordering: .acquiring)
        while current & 0xFFFF_FFFF != 0 {
            let (exchanged, original) = ticket.compareExchange(
                expected: current, desired: current - 1, ordering: .acquiringAndReleasing)
            guard exchanged else {
                current = original
                continue
            }
            let task = tasks.load(ordering: .relaxed) - Int(current & 0xFFFF_FFFF)
            // The task is taken, so the job that the address belongs to cannot end before `finished` counts it.
            if let pointer = UnsafePointer<Job>(bitPattern: job.load(ordering: .relaxed)) {
                total.add(pointer.pointee.body(task, worker), ordering: .relaxed)
            }
            finished.add(1, ordering: .releasing)
            return true
        }
        return false
    }

    /// The life of a worker.
    func work(as worker: Int) {
        var spins = 0
        while !stopped.load(ordering: .relaxed) {
            if takeTask(as: worker) {
                spins = 0
            } else if active.load(ordering: .relaxed) {
                pause(&spins)
            } else {
                park()
                spins = 0
            }
        }
    }

    private func park() {
        pthread_mutex_lock(mutex)
        while !active.load(ordering: .relaxed) && !stopped.load(ordering: .relaxed) {
            pthread_cond_wait(condition, mutex)
        }
        pthread_mutex_unlock(mutex)
    }

    private func pause(_ spins: inout Int) {
        spins += 1
        if spins % Self.spinsBeforeYield == 0 { sched_yield() }
    }
}
