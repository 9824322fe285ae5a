import Glibc
import Metrics
import Synchronization

/// What one version of a model has answered since it was loaded. Safe to use from any thread.
///
/// The prediction path records into it; `/v1/models/{model}` reads it, and it holds what the statistics extension of the Open
/// Inference Protocol asks for.
final class ModelStatistics: Sendable {
    /// How often something happened, and how long it took in all.
    struct Total: Sendable, Hashable {
        var count = 0
        var nanoseconds: UInt64 = 0

        mutating func add(_ nanoseconds: UInt64) {
            count += 1
            self.nanoseconds &+= nanoseconds
        }
    }

    /// The stages of a request that was answered, in nanoseconds.
    struct Request: Sendable, Hashable {
        var images: Int
        /// From the whole request to its answer.
        var total: UInt64
        /// Decoding and preprocessing: compute_input of the Open Inference Protocol.
        var preprocess: UInt64
        var queue: UInt64
        /// Of the whole batch: compute_infer.
        var inference: UInt64
        /// Making the answer: compute_output.
        var encode: UInt64
    }

    /// All batches of one size, as the executor saw them.
    struct Batches: Sendable, Hashable {
        /// Putting the samples together.
        var input = Total()
        var infer = Total()
        /// Taking the outputs apart.
        var output = Total()
    }

    /// Everything that is counted, taken at one moment.
    struct Counts: Sendable, Hashable {
        var success = Total()
        /// Refused or failed after the model was found; nothing but the whole time of these is known.
        var fail = Total()
        var queue = Total()
        var computeInput = Total()
        var computeInfer = Total()
        var computeOutput = Total()
        /// Answers of the response cache: looking them up, and looking in vain.
        var cacheHit = Total()
        var cacheMiss = Total()
        /// Images of the requests that succeeded: inference_count.
        var images = 0
        /// By the number of samples in a batch.
        var batches: [Int: Batches] = [:]
        var saturations = 0
        /// Milliseconds since the epoch; 0 if there was none.
        var lastInference = 0

        /// Batches of any size: execution_count.
        var executions: Int { batches.values.reduce(0) { $0 + $1.infer.count } }

        /// Nil before the first batch.
        var meanBatchSize: Double? {
            let samples = batches.reduce(0) { $0 + $1.key * $1.value.infer.count }
            return executions > 0 ? Double(samples) / Double(executions) : nil
        }
    }

    /// The stages whose distribution is kept.
    enum Stage: String, Sendable, CaseIterable {
        case preprocess, queue, inference, encode
    }

    private let state = Mutex(Counts())
    private let preprocess = PrometheusHistogram(bounds: Buckets.seconds)
    private let queue = PrometheusHistogram(bounds: Buckets.seconds)
    private let inference = PrometheusHistogram(bounds: Buckets.seconds)
    private let encode = PrometheusHistogram(bounds: Buckets.seconds)

    var counts: Counts { state.withLock { $0 } }

    func histogram(_ stage: Stage) -> PrometheusHistogram {
        switch stage {
        case .preprocess: preprocess
        case .queue: queue
        case .inference: inference
        case .encode: encode
        }
    }

    func recordSuccess(_ request: Request) {
        preprocess.observe(Double(request.preprocess) / 1e9)
        queue.observe(Double(request.queue) / 1e9)
        inference.observe(Double(request.inference) / 1e9)
        encode.observe(Double(request.encode) / 1e9)
        state.withLock { counts in
            counts.success.add(request.total)
            counts.queue.add(request.queue)
            counts.computeInput.add(request.preprocess)
            counts.computeInfer.add(request.inference)
            counts.computeOutput.add(request.encode)
            counts.images += request.images
        }
    }

    func recordFailure(nanoseconds: UInt64) { state.withLock { $0.fail.add(nanoseconds) } }
    func recordCacheHit(nanoseconds: UInt64) { state.withLock { $0.cacheHit.add(nanoseconds) } }
    func recordCacheMiss(nanoseconds: UInt64) { state.withLock { $0.cacheMiss.add(nanoseconds) } }

    /// - Parameters:
    ///   - samples: computed together.
    ///   - input: nanoseconds, as the others.
    func recordExecution(samples: Int, saturations: Int, input: UInt64, infer: UInt64, output: UInt64) {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let now = time.tv_sec * 1000 + time.tv_nsec / 1_000_000
        state.withLock { counts in
            counts.batches[samples, default: Batches()].input.add(input)
            counts.batches[samples, default: Batches()].infer.add(infer)
            counts.batches[samples, default: Batches()].output.add(output)
            counts.saturations += saturations
            counts.lastInference = max(counts.lastInference, now)
        }
    }
}
