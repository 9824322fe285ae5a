import Batching
import Glibc

/// Threads that take bodies apart, decode images and encode answers: work that would hold up an event loop.
///
/// Behind a bounded queue; safe to use from any thread.
final class DecodePool: Sendable {
    typealias Job = @Sendable () -> Void

    private let lanes: [Batcher<Job, Void>]
    private let next = RoundRobin()

    /// - Parameters:
    ///   - threads: how many.
    ///   - queueLimit: jobs that wait at most, in all.
    init(threads: Int, queueLimit: Int) {
        lanes = (0..<threads).map { number in
            Batcher(
                name: "decode \(number)",
                configuration: .init(maximumBatch: 1, queueLimit: max(1, queueLimit / threads)),
                clock: Clock.now, key: { _ in 0 },
                makeExecutor: {
                    { jobs in
                        jobs.map { job in
                            job()
                            return .success(())
                        }
                    }
                })
        }
    }

    /// - Throws: `ServingError` of kind unavailable if too many jobs wait.
    func run(_ job: @escaping Job) throws(ServingError) {
        let start = next.take()
        // The shortest queue of two: no lane is idle while another is full.
        let a = lanes[start % lanes.count]
        let b = lanes[(start + 1) % lanes.count]
        for lane in a.depth <= b.depth ? [a, b] : [b, a] {
            if (try? lane.submit(job, deadline: nil, completion: { _, _ in })) != nil { return }
        }
        throw ServingError(.unavailable, "too many requests wait to be decoded; try again later")
    }

    func stop() { for lane in lanes { lane.stop() } }
}
