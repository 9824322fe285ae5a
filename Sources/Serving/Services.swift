import Batching
import Imaging
import Inference
import Kernels
import Logging
import Metrics
import Repository
import Synchronization
import Telemetry

/// Everything that endpoints share. Safe to use from any thread.
final class Services: Sendable {
    enum Phase: Sendable, Hashable {
        case starting
        case ready
        case draining
    }

    let options: ServingOptions
    let repository: ModelRepository<any ServedModel>
    let metrics: ServerMetrics
    let decodePool: DecodePool
    let admission: Admission
    let access: AccessControl
    /// Nil while no other origin's pages may ask.
    let cors: CORS?
    let cache: ResponseCache
    private let export: SpanExport?
    private let keyFileWatch: KeyFileWatch?
    private let scheduler: ModelService.Scheduler
    private let phase = Mutex<Phase>(.starting)

    /// - Throws: `ServingError` for options out of range, `ConfigurationError` for API keys or origins that are no good.
    init(options: ServingOptions, logger: Logger) throws {
        self.options = options
        cors = try CORS(options.corsOrigins)
        let keyFile = options.apiKeysPath.map { WatchedKeyFile(path: $0) }
        // Where a socket of the parent's is bound is not looked at: it counts as open to others.
        let access = AccessControl(
            keys: try keyFile?.keys.keys, host: options.listeningDescriptor == nil ? options.host : "")
        self.access = access
        keyFileWatch = keyFile.map { KeyFileWatch($0, access: access, logger: logger) }
        let metrics = ServerMetrics(version: options.version, instructionSet: options.instructionSet.rawValue)
        self.metrics = metrics
        export = try SpanExport(options, metrics: metrics, logger: logger)
        admission = Admission(byteLimit: options.queueByteLimit)
        cache = ResponseCache(byteLimit: options.cacheBytes)
        let pool = WorkerPool(threads: options.threads, processors: options.processors)
        let scheduler = ModelService.Scheduler(
            name: "compute", cores: min(options.threads, options.processors ?? options.threads),
            expected: { [admission] in admission.recentRequests() }, clock: Clock.now)
        self.scheduler = scheduler
        decodePool = DecodePool(
            lending: scheduler, threads: max(2, options.threads), queueLimit: options.queueLimit)
        var configuration = ModelRepository<any ServedModel>.Configuration(folder: options.modelsFolder)
        configuration.control = options.modelControl
        configuration.pollSeconds = options.pollSeconds
        configuration.instructionSet = options.instructionSet
        repository = ModelRepository(
            configuration, logger: logger,
            make: { model, own, released in
                try ModelService(
                    model, settings: try ModelSettings(own, model),
                    requestTimeoutSeconds: own.requestTimeoutSeconds, scheduler: scheduler, pool: pool,
                    maximumBatch: own.maximumBatch ?? options.maximumBatch,
                    maximumDelaySeconds: own.maximumDelaySeconds ?? options.maximumDelaySeconds,
                    queueLimit: own.queueLimit ?? options.queueLimit,
                    limits: ImageLimits(pixelLimit: options.pixelLimit),
                    observe: { samples, saturations in
                        metrics.countBatch(model: model.name, images: samples, saturations: saturations)
                    }, released: released)
            },
            compose: { ready, own, released in
                do throws(ServingError) { return try EnsembleService(ready, own, released: released) } catch {
                    throw RepositoryError(.composition, error.message)
                }
            },
            observe: { name, version, state in
                if let state {
                    metrics.setState(model: name, version: version, state: state)
                } else {
                    metrics.remove(model: name, version: version)
                }
            })
    }

    /// Loads and warms the models; one that cannot be made ready is listed as failed, and the others are served.
    ///
    /// - Throws: `RepositoryError` if none can answer.
    func load() throws(RepositoryError) {
        try repository.start()
        keyFileWatch?.start()
        phase.withLock { $0 = .ready }
    }

    /// What answers for the model that a request names.
    ///
    /// - Throws: `ServingError`.
    func service(name: String?, version: String?) throws(ServingError) -> any ServedModel {
        do {
            return try repository.resolve(name: name, version: version, defaultModel: options.defaultModel)
        } catch { throw ServingError(error) }
    }

    /// What an answer is kept under; nil while nothing is kept.
    ///
    /// - Parameter form: what is asked, and in which form.
    func cacheKey(
        _ form: [String], _ service: any ServedModel, _ options: RequestOptions, _ images: [[UInt8]]
    ) -> CacheKey? {
        guard cache.isEnabled else { return nil }
        return CacheKey(texts: form + [service.identity, options.canonicalText], images: images)
    }

    var currentPhase: Phase { phase.withLock { $0 } }
    func beginDraining() { phase.withLock { $0 = .draining } }

    /// Makes the spans that are exported; nil if none are.
    var tracer: SpanTracer? { export?.tracer }

    /// Samples that wait, by model.
    var depths: [(model: String, depth: Int)] {
        var depths: [String: Int] = [:]
        // An ensemble waits in the queues of its members.
        for case let service as ModelService in repository.served() {
            depths[service.name, default: 0] += service.depth
        }
        return depths.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    func stop() {
        keyFileWatch?.stop()
        repository.stop()
        decodePool.stop()
        scheduler.stop()
        export?.stop()
    }
}

extension ServingError {
    init(_ error: RepositoryError) {
        switch error.kind {
        case .unknownModel, .unknownVersion: self.init(.notFound, error.message)
        case .ambiguous, .composition, .configuration, .controlDisabled: self.init(.malformed, error.message)
        case .notReady: self.init(.unavailable, error.message)
        }
    }
}
