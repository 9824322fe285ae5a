import Batching
import Checkpoint
import FixedPoint
import Imaging
import Inference
import ModelGraph
import Repository
import Synchronization

/// One ready model with what it takes to ask it: preprocessing, queue, batch thread.
final class ModelService: Sendable {
    /// What the engine gave for one image.
    struct Output: Sendable {
        var scores: [Float]
        var embedding: [Float]
    }

    let model: ReadyModel
    private let preprocessor: Preprocessor
    private let limits: ImageLimits
    private let appliesOrientation: Bool
    private let batcher: Batcher<[Int16], Output>

    /// - Parameter observe: is told of each batch: images and saturated activations.
    /// - Throws: `ServingError` if the checkpoint is not for images.
    init(
        _ model: ReadyModel, pool: WorkerPool, maximumBatch: Int, queueLimit: Int, limits: ImageLimits,
        observe: @escaping @Sendable (_ images: Int, _ saturations: Int) -> Void
    ) throws {
        guard let preprocessing = model.metadata.preprocessing, let format = model.inputFormat else {
            throw ServingError(
                .internal, "the checkpoint does not say how an image becomes its input; quantize it with --preprocess")
        }
        self.model = model
        self.limits = limits
        appliesOrientation = preprocessing.exifOrientation
        preprocessor = try Preprocessor(preprocessing)
        self.format = format
        let shape = preprocessor.shape
        let declared = model.input.type.shape
        let fits =
            declared.count == shape.count
            && zip(declared.dropFirst(), shape.dropFirst()).allSatisfy { extent, own in
                extent.fixed == nil || extent.fixed == own
            }
        guard fits else {
            throw ServingError(
                .internal, "the preprocessing gives the shape \(shape); the model expects \(declared)")
        }
        let executor = BatchExecutor(
            model: model, pool: pool, shape: shape, maximumBatch: declared.first?.fixed ?? maximumBatch,
            observe: observe)
        batcher = Batcher(
            name: model.name, configuration: .init(maximumBatch: executor.maximumBatch, queueLimit: queueLimit),
            clock: Clock.now, key: { _ in 0 }, makeExecutor: { executor.make() })
    }

    private let format: DFPFormat

    /// Images that wait.
    var depth: Int { batcher.depth }

    /// Decodes an image into the model's input.
    ///
    /// - Throws: `ServingError`.
    func mantissas(_ image: [UInt8]) throws(ServingError) -> [Int16] {
        do {
            let pixels = try ImageDecoder.decode(image, limits: limits, applyingOrientation: appliesOrientation)
            return try preprocessor.mantissas(from: pixels, format: format)
        } catch {
            switch error.kind {
            case .unknownFormat: throw ServingError(.unsupportedMediaType, error.message)
            case .undecodable, .tooLarge: throw ServingError(.unprocessableImage, error.message)
            }
        }
    }

    /// The inputs that an image is answered from: itself, and its mirror image where that is asked for.
    ///
    /// - Throws: `ServingError`.
    func views(_ image: [UInt8], _ options: AnswerOptions) throws(ServingError) -> [[Int16]] {
        let input = try mantissas(image)
        guard options.flip else { return [input] }
        // Mantissas are in the order height, width, channel, whatever layout the model declares.
        let channels = preprocessor.preprocessing.channels
        let width = preprocessor.preprocessing.layout == .nchw ? preprocessor.shape[3] : preprocessor.shape[2]
        return [input, HorizontalMirror.mirrored(input, width: width, channels: channels, layout: .nhwc)]
    }

    /// Admits an image's input, or refuses it at once.
    func submit(
        _ mantissas: [Int16], deadline: UInt64?, isCancelled: @escaping @Sendable () -> Bool,
        completion: @escaping @Sendable (Result<Output, any Error>, BatchInfo) -> Void
    ) throws(ServingError) {
        do { try batcher.submit(mantissas, deadline: deadline, isCancelled: isCancelled, completion: completion) } catch
        {
            throw Self.error(error)
        }
    }

    static func error(_ error: any Error) -> ServingError {
        switch error {
        case let error as ServingError: error
        case BatchingError.queueFull(let limit):
            ServingError(.unavailable, "\(limit) images wait already; try again later")
        case BatchingError.stopped: ServingError(.unavailable, "the server is stopping")
        case BatchingError.deadlineExceeded:
            ServingError(.deadlineExceeded, "the request's time was over before it was computed")
        case BatchingError.cancelled: ServingError(.unavailable, "the client left")
        default: ServingError(.internal, "the model could not be computed")
        }
    }

    /// Computes one black image: compiles the plan and touches the memory.
    func warmUp() throws {
        let done = Mutex<Result<Output, any Error>?>(nil)
        let waiter = Waiter()
        try submit([Int16](repeating: 0, count: preprocessor.shape.reduce(1, *)), deadline: nil, isCancelled: { false })
        { result, _ in
            done.withLock { $0 = result }
            waiter.signal()
        }
        waiter.wait()
        _ = try done.withLock { $0 }?.get()
    }

    func stop() { batcher.stop() }
}
