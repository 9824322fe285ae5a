import Imaging
import Inference
import Kernels
import Logging
import Metrics
import Repository
import Synchronization

/// Everything that endpoints share. Safe to use from any thread.
final class Services: Sendable {
    enum Phase: Sendable, Hashable {
        case starting
        case ready
        case draining
    }

    let options: ServingOptions
    let repository: ModelRepository
    let metrics: ServerMetrics
    let decodePool: DecodePool
    private let pool: WorkerPool
    private let phase = Mutex<Phase>(.starting)
    private let models = Mutex<[String: ModelService]>([:])

    init(options: ServingOptions, logger: Logger) {
        self.options = options
        repository = ModelRepository(
            folder: options.modelsFolder, instructionSet: options.instructionSet, logger: logger)
        metrics = ServerMetrics(version: options.version, instructionSet: options.instructionSet.rawValue)
        decodePool = DecodePool(threads: max(2, options.threads), queueLimit: options.queueLimit)
        pool = WorkerPool(threads: options.threads, processors: options.processors)
    }

    /// Loads and warms every model; one that cannot be made ready is listed as failed, and the others are served.
    ///
    /// - Throws: `RepositoryError` if none can answer.
    func load() throws(RepositoryError) {
        try repository.loadAll { model in
            let metrics = metrics
            let service = try ModelService(
                model, pool: pool, maximumBatch: options.maximumBatch, queueLimit: options.queueLimit,
                limits: ImageLimits(pixelLimit: options.pixelLimit)
            ) { images, saturations in metrics.countBatch(model: model.name, images: images, saturations: saturations) }
            try service.warmUp()
            models.withLock { $0[Self.key(model)] = service }
        }
        for entry in repository.entries() {
            for version in entry.versions {
                metrics.setState(model: entry.name, version: version.version, state: version.state)
            }
        }
        phase.withLock { $0 = .ready }
    }

    private static func key(_ model: ReadyModel) -> String { "\(model.name)/\(model.version)" }

    /// The model that a request names, with its service.
    ///
    /// - Throws: `ServingError`.
    func service(name: String?, version: String?) throws(ServingError) -> ModelService {
        let model: ReadyModel
        do {
            model = try repository.resolve(name: name, version: version, defaultModel: options.defaultModel)
        } catch {
            switch error.kind {
            case .unknownModel, .unknownVersion: throw ServingError(.notFound, error.message)
            case .ambiguous, .configuration: throw ServingError(.malformed, error.message)
            case .notReady: throw ServingError(.unavailable, error.message)
            }
        }
        guard let service = models.withLock({ $0[Self.key(model)] }) else {
            throw ServingError(.unavailable, "the model \(model.name) is loading")
        }
        return service
    }

    var currentPhase: Phase { phase.withLock { $0 } }
    func beginDraining() { phase.withLock { $0 = .draining } }

    /// Images that wait, by model.
    var depths: [(model: String, depth: Int)] {
        models.withLock { $0 }.map { ($0.value.model.name, $0.value.depth) }.sorted { $0.0 < $1.0 }
    }

    func stop() {
        decodePool.stop()
        for service in models.withLock({ $0 }).values { service.stop() }
    }
}
