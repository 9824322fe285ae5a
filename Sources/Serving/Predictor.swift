import Batching
package import Checkpoint
import Imaging
package import Inference
import JSON
package import Kernels
import Repository
import Synchronization

/// What the server does with images, without HTTP: for the command line.
package final class Predictor {
    private let service: ModelService
    private let scheduler: ModelService.Scheduler

    /// - Throws: `CheckpointError`, `InferenceError` or `ServingError`.
    package init(checkpointPath path: String, pool: WorkerPool, instructionSet: InstructionSet) throws {
        let model = try ReadyModel.load(path: path, instructionSet: instructionSet)
        scheduler = BatchScheduler(name: "compute", cores: 1, clock: Clock.now)
        service = try ModelService(
            model, scheduler: scheduler, pool: pool, maximumBatch: 32, queueLimit: Int.max, limits: .default,
            observe: { _, _ in })
    }

    deinit { scheduler.stop() }

    package var tasks: [ModelTask] { service.model.metadata.tasks }

    /// The body that the server would answer.
    ///
    /// - Parameters:
    ///   - images: bytes of image files.
    ///   - topK: as the option top_k; `threshold` likewise.
    /// - Throws: `ServingError` that names the image by its position, from 0.
    package func response(
        task: ModelTask, images: [[UInt8]], topK: Int? = nil, threshold: Float? = nil
    ) throws -> [UInt8] {
        let answer = TaskAnswer(task: task, model: service.answering)
        var sources: [String: RequestOptions.Source] = [:]
        if let topK { sources[RequestOptions.Name.topK.rawValue] = .json(.integer(topK)) }
        if let threshold { sources[RequestOptions.Name.threshold.rawValue] = .json(.number(Double(threshold))) }
        let options = try answer.check(try RequestOptions(sources))
        return try answer.body(try outputs(try service.work(on: images, options)), options)
    }

    private func outputs(_ work: [ModelWork]) throws -> [ModelService.Output] {
        let done = Mutex<Result<[ModelService.Output], ServingError>>(.success([]))
        let waiter = Waiter()
        let job = PredictionJob(count: work.reduce(0) { $0 + $1.inputs.count }) { result, _ in
            done.withLock { $0 = result }
            waiter.signal()
        }
        guard work.contains(where: { !$0.inputs.isEmpty }) else { return [] }
        job.start(work, deadline: nil, isCancelled: { _ in false })
        waiter.wait()
        return try done.withLock { $0 }.get()
    }
}
