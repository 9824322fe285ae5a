import Batching
import Checkpoint
import Repository
import Synchronization

/// The images of one request on their way through a model, or through several: all or nothing.
final class PredictionJob: Sendable {
    /// Nanoseconds of the stages, the largest over the request's images.
    struct Timing: Sendable, Hashable {
        var queue: UInt64 = 0
        var compute: UInt64 = 0
        var batch = 0
    }

    private struct State {
        var outputs: [ModelService.Output?]
        var remaining: Int
        var error: ServingError?
        var timing = Timing()
    }

    private let state: Mutex<State>
    private let count: Int
    private let completion: @Sendable (Result<[ModelService.Output], ServingError>, Timing) -> Void

    /// - Parameters:
    ///   - count: of all samples, 1 and more.
    ///   - completion: called once, on a batch thread or the caller's, with the outputs in the order of the samples.
    init(
        count: Int, completion: @escaping @Sendable (Result<[ModelService.Output], ServingError>, Timing) -> Void
    ) {
        self.count = count
        self.completion = completion
        state = Mutex(State(outputs: [ModelService.Output?](repeating: nil, count: count), remaining: count))
    }

    /// Submits all samples, which are admitted or refused together.
    func start(
        _ work: [ModelWork], priority: BatchPriority = .normal, deadline: UInt64?,
        isCancelled: @escaping @Sendable (_ waitedNanoseconds: UInt64) -> Bool
    ) {
        do throws(ServingError) {
            try ModelService.submit(work, priority: priority, deadline: deadline, isCancelled: isCancelled) {
                self.finish($0, $1, $2)
            }
        } catch { completion(.failure(error), Timing()) }
    }

    private func finish(_ position: Int, _ result: Result<ModelService.Output, any Error>, _ info: BatchInfo) {
        let done = state.withLock { state -> State? in
            switch result {
            case .success(let output): state.outputs[position] = output
            case .failure(let error): state.error = state.error ?? ModelService.error(error)
            }
            state.timing.queue = max(state.timing.queue, info.queueNanoseconds)
            state.timing.compute = max(state.timing.compute, info.computeNanoseconds)
            state.timing.batch = max(state.timing.batch, info.batchSize)
            state.remaining -= 1
            return state.remaining == 0 ? state : nil
        }
        if let done { complete(done) }
    }

    private func complete(_ state: State) {
        let outputs = state.outputs.compactMap { $0 }
        if let error = state.error {
            completion(.failure(error), state.timing)
        } else if outputs.count == count {
            completion(.success(outputs), state.timing)
        } else {
            completion(.failure(ServingError(.internal, "an image got no answer")), state.timing)
        }
    }
}
