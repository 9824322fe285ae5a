import Glibc
import Synchronization

/// The state that the threads of a `WorkerPool` share: one job at a time, its tasks handed out by a ticket.
///
/// The ticket holds the job's generation (upper 32 bits) and the number of tasks not yet taken (lower 32). Taking a
/// task is a compare-and-swap that fails if the job has changed meanwhile; a job ends only when every taken task has
/// finished. So what a thread reads of the job after it took a task is the job that the task belongs to.
///
/// Who waits does so in three stages: it spins for some microseconds (a task that comes now starts at once), then offers
/// its core to others between spins, then parks on a condition. So threads that find nothing to do for longer than
/// `roundsBeforePark` rounds, because a step is not split or there are more threads than processors, cost nothing, and
/// a control group's quota is spent on computing.
///
/// `@unchecked Sendable`: `mutex` and the conditions are pointers to system objects made for sharing, everything else
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
    /// Whether an inference holds the pool: workers may spin.
    private let active = Atomic<Bool>(false)
    /// Counts the inferences, so that a worker that parked within one wakes for the next.
    private let inference = Atomic<Int>(0)
    private let stopped = Atomic<Bool>(false)
    /// Workers that wait in `park` and have not been woken, and wake-ups that nobody has taken yet; changed under the
    /// mutex.
    private let parked = Atomic<Int>(0)
    private let wakeUps = Atomic<Int>(0)
    /// Whether the thread in `sum` is parked until all tasks have finished; set under the mutex.
    private let callerIsParked = Atomic<Bool>(false)
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    /// Workers wait for a wake-up, or for the end.
    private let work = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    /// The thread in `sum` waits for the last task.
    private let completion = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    /// Looks of a waiting thread before it offers its core to others: some microseconds.
    private static let spinsPerRound = 2_000
    /// Such rounds before it parks: about 0.2 ms where nobody else wants the core. The steps between two that are split
    /// take less; waking a parked thread takes 25-48 us.
    private static let roundsBeforePark = 50

    /// Workers there are, and how many of them may run at a time.
    private let workers: Int
    private let awakeLimit: Int

    init(workers: Int, awakeLimit: Int) {
        self.workers = workers
        self.awakeLimit = awakeLimit
        // These initialize the memory.
        pthread_mutex_init(mutex, nil)
        for condition in [work, completion] { pthread_cond_init(condition, nil) }
    }

    deinit {
        // The pool has joined every worker, and each held a reference: nobody waits any more.
        for condition in [work, completion] {
            pthread_cond_destroy(condition)
            condition.deallocate()
        }
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    func acquire() -> Bool {
        guard owned.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged else {
            return false
        }
        locked {
            active.store(true, ordering: .relaxed)
            inference.add(1, ordering: .relaxed)
            wakeParked(atMost: workers)
        }
        return true
    }

    func release() {
        // No wake-up is due: spinning workers see the flag.
        active.store(false, ordering: .relaxed)
        owned.store(false, ordering: .releasing)
    }

    func stop() {
        locked {
            stopped.store(true, ordering: .relaxed)
            pthread_cond_broadcast(work)
        }
    }

    /// Workers that wait on the condition at this moment.
    var parkedWorkers: Int { parked.load(ordering: .relaxed) }
    var isCallerParked: Bool { callerIsParked.load(ordering: .relaxed) }

    private func locked(_ body: () -> Void) {
        pthread_mutex_lock(mutex)
        body()
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
                // Sequentially consistent, as in `park`: either the worker sees the tasks or this sees the worker.
                ticket.store(generation << 32 | UInt64(count), ordering: .sequentiallyConsistent)
                wake(count - 1)
                while takeTask(as: 0) {}
                var patience = Patience()
                while finished.load(ordering: .acquiring) < count {
                    if !patience.wait() { parkUntilFinished(count) }
                }
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
            // Sequentially consistent, as in `parkUntilFinished`: either the caller sees this task or this sees the caller.
            // After the last one the job is gone, but the queue is not: every worker holds it.
            finished.add(1, ordering: .sequentiallyConsistent)
            if callerIsParked.load(ordering: .sequentiallyConsistent) { locked { pthread_cond_signal(completion) } }
            return true
        }
        return false
    }

    /// Wakes parked workers, as many as there are tasks for.
    private func wake(_ tasks: Int) {
        guard parked.load(ordering: .sequentiallyConsistent) > 0 else { return }
        locked { wakeParked(atMost: tasks) }
    }

    /// Wakes parked workers while fewer than `awakeLimit` are awake; under the mutex.
    private func wakeParked(atMost count: Int) {
        let asleep = parked.load(ordering: .relaxed)
        let woken = max(0, min(count, asleep, awakeLimit - (workers - asleep)))
        // From now on they count as awake.
        parked.subtract(woken, ordering: .relaxed)
        wakeUps.add(woken, ordering: .relaxed)
        for _ in 0..<woken { pthread_cond_signal(work) }
    }

    /// The life of a worker.
    func work(as worker: Int) {
        var patience = Patience()
        var seen = 0
        while !stopped.load(ordering: .relaxed) {
            if takeTask(as: worker) {
                patience = Patience()
                continue
            }
            let current = inference.load(ordering: .relaxed)
            if current != seen {
                seen = current
                patience = Patience()
            }
            if !active.load(ordering: .relaxed) || !patience.wait() {
                park(after: seen)
                patience = Patience()
            }
        }
    }

    /// Waits to be woken, unless there are tasks or there is another inference than the one that was seen.
    private func park(after seen: Int) {
        locked {
            parked.add(1, ordering: .sequentiallyConsistent)
            if ticket.load(ordering: .sequentiallyConsistent) & 0xFFFF_FFFF == 0,
                inference.load(ordering: .relaxed) == seen
            {
                while wakeUps.load(ordering: .relaxed) == 0 {
                    if stopped.load(ordering: .relaxed) { return }
                    pthread_cond_wait(work, mutex)
                }
                wakeUps.subtract(1, ordering: .relaxed)
            } else {
                parked.subtract(1, ordering: .relaxed)
            }
        }
    }

    private func parkUntilFinished(_ count: Int) {
        locked {
            callerIsParked.store(true, ordering: .sequentiallyConsistent)
            while finished.load(ordering: .sequentiallyConsistent) < count { pthread_cond_wait(completion, mutex) }
            callerIsParked.store(false, ordering: .relaxed)
        }
    }

    /// How long a thread has waited in vain.
    private struct Patience {
        private var spins = 0

        /// Waits a moment; false when it is time to park.
        mutating func wait() -> Bool {
            spins += 1
            if spins % spinsPerRound == 0 { sched_yield() }
            return spins < spinsPerRound * roundsBeforePark
        }
    }
}
