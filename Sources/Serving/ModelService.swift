import Batching
import Checkpoint
import FixedPoint
import Imaging
import Inference
import ModelGraph
import Repository

/// One checkpoint's model with what it takes to ask it: preprocessing, queue, executors.
///
/// Whoever holds it may ask it; when the last reference goes, its queue and its memory go.
final class ModelService: ServedModel {
    /// What the engine gave for one sample.
    struct Output: Sendable {
        var scores: [Float] = []
        var embedding: [Float] = []
        /// All outputs by name, where they were asked for.
        var tensors: [String: Tensor] = [:]
    }

    typealias Scheduler = BatchScheduler<ModelInput, Output>
    typealias Completion = @Sendable (_ position: Int, Result<Output, any Error>, BatchInfo) -> Void

    let model: ReadyModel
    /// Samples computed together at most; 1 for a model that takes no batches.
    let maximumBatch: Int
    /// How long the first sample of a batch waits for company.
    let maximumDelayMicroseconds: Int
    /// The first axis of all inputs and outputs counts samples, whose answers do not depend on each other.
    let splitsRows: Bool
    /// Samples that wait at most, and so of one request.
    let queueLimit: Int
    /// Nil for a model whose input is no image.
    let images: ImageInput?
    let answering: AnsweringModel
    let identity: String
    let requestTimeoutSeconds: Double?
    let statistics = ModelStatistics()
    var members: [ModelService] { [self] }
    private let batcher: Batcher<ModelInput, Output>
    private let released: @Sendable () -> Void

    /// Makes the service and warms it up: compiles the plan, touches the memory, and makes sure that an answer does not
    /// depend on the rest of its batch, by a batch of two where the graph does not show it.
    ///
    /// - Parameters:
    ///   - observe: is told of each batch: samples and saturated activations.
    ///   - released: called when the last reference has gone.
    /// - Throws: `ServingError` if the checkpoint's preprocessing does not fit its input, or what the first inference throws.
    init(
        _ model: ReadyModel, settings: ModelSettings = ModelSettings(), requestTimeoutSeconds: Double? = nil,
        scheduler: Scheduler, pool: WorkerPool, maximumBatch: Int, maximumDelaySeconds: Double = 0, queueLimit: Int,
        limits: ImageLimits, observe: @escaping @Sendable (_ samples: Int, _ saturations: Int) -> Void,
        released: @escaping @Sendable () -> Void = {}
    ) throws {
        self.model = model
        answering = AnsweringModel(model, settings: settings)
        identity = ServiceIdentity.make(answering)
        self.requestTimeoutSeconds = requestTimeoutSeconds
        self.released = released
        self.queueLimit = queueLimit
        images = try ImageInput(model, limits: limits)
        let batch = BatchAxis(inputs: model.inference.inputs, outputs: model.inference.outputs)
        let sessions = SessionPool(model: model.inference, pool: pool)
        let isIndependent = try Self.warmUp(model, sessions, images, batch)
        maximumDelayMicroseconds = Int(maximumDelaySeconds * 1e6)
        splitsRows = batch.isOpen && isIndependent
        self.maximumBatch = batch.fixed ?? (splitsRows ? maximumBatch : 1)
        let sizes = BatchSizePolicy(maximum: self.maximumBatch)
        let executor = BatchExecutor(
            model: model, sessions: sessions, fixedBatch: batch.fixed, sizes: sizes, statistics: statistics,
            observe: observe)
        // A fixed batch costs the same however full it is; and who lets samples wait for company wants them together.
        let takesAll = batch.fixed != nil || maximumDelaySeconds > 0
        batcher = Batcher(
            scheduler: scheduler,
            configuration: .init(
                maximumBatch: self.maximumBatch, maximumDelayNanoseconds: UInt64(maximumDelaySeconds * 1e9),
                queueLimit: queueLimit),
            batchSize: { takesAll ? $0 : sizes.size(waiting: $0) }, key: \.key, execute: executor.execute)
    }

    deinit { released() }

    /// The way from an image to the input.
    ///
    /// - Throws: `ServingError` for a model whose input is no image.
    var imageInput: ImageInput {
        get throws(ServingError) {
            if let images { return images }
            throw ServingError(
                .malformed, "the model \(model.name) takes no images, only tensors: see /v2/models/\(model.name)")
        }
    }

    /// The samples that an image is answered from: itself, and its mirror image where that is asked for.
    ///
    /// - Throws: `ServingError`.
    func samples(of image: [UInt8], _ options: AnswerOptions) throws(ServingError) -> [ModelInput] {
        let reader = try imageInput
        return try reader.views(image, isFlipped: options.flip).map { view in
            ModelInput(tensors: [model.inputName: view])
        }
    }

    /// The same of all images of a request, one after the other.
    ///
    /// - Throws: `ServingError` that names the image by its position, from 0.
    func samples(of images: [[UInt8]], _ options: AnswerOptions) throws(ServingError) -> [ModelInput] {
        var inputs: [ModelInput] = []
        for (position, image) in images.enumerated() {
            do throws(ServingError) { inputs += try samples(of: image, options) } catch {
                throw error.at(image: position, of: images.count)
            }
        }
        return inputs
    }

    /// Samples that wait.
    var depth: Int { batcher.depth }

    /// Admits all samples of a request to the queues of their models, or refuses them at once. What was admitted keeps the
    /// services until it is answered, also when another version has taken their place.
    ///
    /// - Parameters:
    ///   - work: by services of one scheduler.
    ///   - completion: called once for each sample, with its position among all, on a thread that computes batches: it must
    ///     not take long.
    static func submit(
        _ work: [ModelWork], priority: BatchPriority = .normal, deadline: UInt64?,
        isCancelled: @escaping @Sendable (_ waitedNanoseconds: UInt64) -> Bool, completion: @escaping Completion
    ) throws(ServingError) {
        let services = work.map(\.service)
        do {
            try Batcher.submit(
                work.map { ($0.service.batcher, $0.inputs) }, priority: priority, deadline: deadline,
                isCancelled: isCancelled
            ) { position, result, info in
                withExtendedLifetime(services) { completion(position, result, info) }
            }
        } catch { throw Self.error(error) }
    }

    static func error(_ error: any Error) -> ServingError {
        switch error {
        case let error as ServingError: error
        case BatchingError.queueFull(let limit):
            ServingError(.unavailable, "\(limit) images wait already; try again later")
        case BatchingError.tooMany(let count, let limit):
            ServingError(.tooLarge, "\(count) images at once; at most \(limit) can wait for this model")
        case BatchingError.stopped: ServingError(.unavailable, "the model or the server is stopping")
        case BatchingError.deadlineExceeded:
            ServingError(.deadlineExceeded, "the request's time was over before it was computed")
        case BatchingError.cancelled: ServingError(.clientLeft, "the client left before the answer was computed")
        case let error as InferenceError where error.kind == .invalidInput:
            ServingError(.malformed, error.message)
        default: ServingError(.internal, "the model could not be computed")
        }
    }

    /// - Returns: whether a sample's answer is the same in company.
    private static func warmUp(
        _ model: ReadyModel, _ sessions: SessionPool, _ images: ImageInput?, _ batch: BatchAxis
    ) throws -> Bool {
        func input(_ rows: Int) -> [String: InferenceInput]? {
            if let images { return [model.inputName: images.pattern(rows: rows)] }
            var inputs: [String: InferenceInput] = [:]
            for port in model.inference.inputs {
                // What indexes or counts is better not made up.
                guard port.type.elementType == .float32,
                    port.type.shape.dropFirst().allSatisfy({ $0.fixed != nil })
                else { return nil }
                let shape = [rows] + port.type.shape.dropFirst().compactMap(\.fixed)
                let values = (0..<shape.reduce(1, *)).map { Float(($0 * 7919) % 251) / 251 - 0.5 }
                inputs[port.name] = .tensor(Tensor(shape: shape, floats: values))
            }
            return inputs
        }
        let isShown = model.inference.hasIndependentSamples
        guard let first = input(batch.fixed ?? 1) else { return batch.isOpen }
        // In a session of its own: the memory of a larger batch is not kept.
        let second = batch.isOpen && batch.fixed == nil && !isShown ? input(2) : nil
        let together = second.flatMap { try? sessions.makeSession().run($0) }
        let alone = try sessions.withSession { try $0.run(first) }
        guard let together else { return batch.fixed != nil || isShown }
        return alone.outputs.allSatisfy { name, tensor in
            guard let both = together.outputs[name], both.shape.first == 2 * (tensor.shape.first ?? 0) else {
                return false
            }
            return both.rows(0..<1).isIdentical(to: tensor)
        }
    }
}

extension Tensor {
    /// Equal bits; NaN equals itself.
    fileprivate func isIdentical(to other: Tensor) -> Bool {
        guard let own = floats, let others = other.floats else { return self == other }
        return shape == other.shape && zip(own, others).allSatisfy { $0.bitPattern == $1.bitPattern }
    }
}
