import Dispatch
import Glibc
package import HTTPServer
package import Logging
import Metrics
import Synchronization
import Tracing

/// The whole server: models, queue, sockets, signals.
package final class Server: Sendable {
    private let options: ServingOptions
    private let services: Services
    private let http: HTTPServer
    private let logger: Logger

    /// - Throws: `HTTPServerError` or `ServingError` for options out of range, and for certificates that cannot be used;
    ///   `ConfigurationError` for API keys that are no good.
    package init(options: ServingOptions, logger: Logger) throws {
        self.options = options
        self.logger = logger
        services = try Services(options: options, logger: logger)
        var configuration = HTTPServerConfiguration(host: options.host, port: options.port)
        configuration.eventLoop = options.eventLoop
        configuration.tls = options.tls
        configuration.listeningDescriptor = options.listeningDescriptor
        configuration.connectionLimit = options.connectionLimit
        configuration.connectionsPerAddressLimit =
            options.connectionsPerAddress == 0 ? nil : options.connectionsPerAddress
        configuration.limits.bodyByteLimit = options.bodyByteLimit
        http = try HTTPServer(
            configuration: configuration, handler: Application(services: services, logger: logger), logger: logger)
    }

    /// Shows on /metrics what libraries report to swift-metrics as well, and exports what they trace by
    /// swift-distributed-tracing; once in a process.
    package func collectLibraryMetrics() {
        RegistryMetricsFactory.bootstrap(services.metrics.registry)
        if let tracer = services.tracer { InstrumentationSystem.bootstrap(tracer) }
    }

    /// Loads and warms the models, then listens.
    ///
    /// - Returns: the address, with the port that was taken.
    /// - Throws: `RepositoryError`, `ServingError` or `HTTPServerError` with what to do.
    package func start() throws -> SocketAddress {
        try services.load()
        return try http.start()
    }

    /// Refuses new work, answers what was admitted, and stops.
    ///
    /// - Parameter completion: called once; true if all was answered in time.
    package func drain(completion: @escaping @Sendable (Bool) -> Void) {
        services.beginDraining()
        http.drain(
            delaySeconds: options.drainDelaySeconds, timeoutSeconds: options.drainTimeoutSeconds
        ) { [services] isComplete in
            services.stop()
            completion(isComplete)
        }
    }

    /// Stops at once; for tests.
    package func stop() {
        http.stop()
        services.stop()
    }

    /// Waits for the first signal, drains, and returns the exit status: 0 if all requests were answered. A second signal
    /// ends at once.
    package func waitUntilStopped(_ signals: StopSignals) -> Int32 {
        signals.wait()
        logger.info("draining")
        let finished = Waiter()
        let status = Atomic<Int32>(0)
        drain { isComplete in
            status.store(isComplete ? 0 : 1, ordering: .relaxed)
            finished.signal()
        }
        finished.wait()
        return status.load(ordering: .relaxed)
    }
}
