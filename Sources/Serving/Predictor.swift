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

    /// - Throws: `CheckpointError`, `InferenceError` or `ServingError`.
    package init(checkpointPath path: String, pool: WorkerPool, instructionSet: InstructionSet) throws {
        let model = try ModelRepository.load(path: path, instructionSet: instructionSet)
        service = try ModelService(
            model, pool: pool, maximumBatch: 32, queueLimit: Int.max, limits: .default
        ) { _, _ in }
    }

    deinit { service.stop() }

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
        let answer = TaskAnswer(task: task, model: service.model)
        var sources: [String: RequestOptions.Source] = [:]
        if let topK { sources[RequestOptions.Name.topK.rawValue] = .json(.integer(topK)) }
        if let threshold { sources[RequestOptions.Name.threshold.rawValue] = .json(.number(Double(threshold))) }
        let options = try answer.check(try RequestOptions(sources))
        var inputs: [[Int16]] = []
        for (position, image) in images.enumerated() {
            do throws(ServingError) { inputs += try service.views(image, options) } catch {
                throw error.at(image: position, of: images.count)
            }
        }
        return try answer.body(try outputs(inputs), options)
    }

    private func outputs(_ inputs: [[Int16]]) throws -> [ModelService.Output] {
        let done = Mutex<Result<[ModelService.Output], ServingError>>(.success([]))
        let waiter = Waiter()
        let job = PredictionJob(count: inputs.count) { result, _ in
            done.withLock { $0 = result }
            waiter.signal()
        }
        guard !inputs.isEmpty else { return [] }
        job.start(inputs, on: service, deadline: nil, isCancelled: { false })
        waiter.wait()
        return try done.withLock { $0 }.get()
    }
}
