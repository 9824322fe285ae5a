import Batching

/// Takes bodies apart, decodes images and encodes answers: work that would hold up an event loop.
///
/// A thread that would compute and has nothing to compute does it; otherwise threads beside those, behind a bounded queue, so that
/// who is to be refused need not wait for a long batch. Safe to use from any thread.
final class DecodePool: Sendable {
    typealias Job = @Sendable () -> Void

    private let compute: ModelService.Scheduler
    private let scheduler: BatchScheduler<Job, Void>
    private let queue: Batcher<Job, Void>

    /// - Parameters:
    ///   - compute: whose threads are lent; to be stopped after the pool.
    ///   - threads: how many beside those.
    ///   - queueLimit: jobs that wait at most.
    init(lending compute: ModelService.Scheduler, threads: Int, queueLimit: Int) {
        self.compute = compute
        scheduler = BatchScheduler(name: "decode", cores: threads, sharesCores: false, clock: Clock.now)
        queue = Batcher(
            scheduler: scheduler, configuration: .init(maximumBatch: 1, queueLimit: queueLimit),
            execute: { jobs, _, finish in
                for (position, job) in jobs.enumerated() {
                    job()
                    finish(position, .success(()))
                }
            })
    }

    /// - Parameter priority: answers go before questions, so that what was computed does not wait for what comes.
    /// - Throws: `ServingError` of kind unavailable if too many jobs wait.
    func run(priority: BatchPriority = .normal, _ job: @escaping Job) throws(ServingError) {
        if compute.runIfFree(job) { return }
        do throws(BatchingError) { try queue.submit(job, priority: priority) { _, _ in } } catch {
            throw ServingError(.unavailable, "too many requests wait to be decoded; try again later")
        }
    }

    func stop() { scheduler.stop() }
}
