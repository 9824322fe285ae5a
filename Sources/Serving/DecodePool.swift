import Batching

/// Threads that take bodies apart, decode images and encode answers: work that would hold up an event loop.
///
/// Behind a bounded queue; safe to use from any thread.
final class DecodePool: Sendable {
    typealias Job = @Sendable () -> Void

    private let scheduler: BatchScheduler<Job, Void>
    private let queue: Batcher<Job, Void>

    /// - Parameters:
    ///   - threads: how many.
    ///   - queueLimit: jobs that wait at most.
    init(threads: Int, queueLimit: Int) {
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
        do throws(BatchingError) { try queue.submit(job, priority: priority) { _, _ in } } catch {
            throw ServingError(.unavailable, "too many requests wait to be decoded; try again later")
        }
    }

    func stop() { scheduler.stop() }
}
