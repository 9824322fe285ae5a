import Batching
import Dispatch

/// Takes bodies apart, decodes images and encodes answers: work that would hold up an event loop.
///
/// A thread that would compute and has nothing to compute does it; otherwise threads beside those, behind a bounded queue, so that
/// who is to be refused need not wait for a long batch. However many threads there are, a bounded number of jobs is done at a time:
/// each may hold what a body unpacks to. Safe to use from any thread.
final class DecodePool: Sendable {
    typealias Job = @Sendable () -> Void

    private let compute: ModelService.Scheduler
    private let scheduler: BatchScheduler<Job, Void>
    private let queue: Batcher<Job, Void>
    /// One for each job that may be done at a time.
    private let permits: DispatchSemaphore

    /// - Parameters:
    ///   - compute: whose threads are lent; to be stopped after the pool.
    ///   - threads: how many beside those, and jobs that are done at a time.
    ///   - queueLimit: jobs that wait at most.
    init(lending compute: ModelService.Scheduler, threads: Int, queueLimit: Int) {
        self.compute = compute
        let permits = DispatchSemaphore(value: threads)
        self.permits = permits
        scheduler = BatchScheduler(name: "decode", cores: threads, sharesCores: false, clock: Clock.now)
        queue = Batcher(
            scheduler: scheduler, configuration: .init(maximumBatch: 1, queueLimit: queueLimit),
            execute: { jobs, _, finish in
                for (position, job) in jobs.enumerated() {
                    permits.wait()
                    job()
                    permits.signal()
                    finish(position, .success(()))
                }
            })
    }

    /// - Parameter priority: answers go before questions, so that what was computed does not wait for what comes.
    /// - Throws: `ServingError` of kind unavailable if too many jobs wait.
    func run(priority: BatchPriority = .normal, _ job: @escaping Job) throws(ServingError) {
        if lend(job) { return }
        do throws(BatchingError) { try queue.submit(job, priority: priority) { _, _ in } } catch {
            throw ServingError(.unavailable, "too many requests wait to be decoded; try again later")
        }
    }

    /// Has a thread that computes do a job, if one has nothing to do.
    private func lend(_ job: @escaping Job) -> Bool {
        guard permits.wait(timeout: .now()) == .success else { return false }
        let isTaken = compute.runIfFree { [permits] in
            job()
            permits.signal()
        }
        if !isTaken { permits.signal() }
        return isTaken
    }

    func stop() { scheduler.stop() }
}
