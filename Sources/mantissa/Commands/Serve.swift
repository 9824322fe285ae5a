import ArgumentParser
import Configuration
import FoundationEssentials
import JSON
import Logging
import Machine
import Serving

/// `mantissa serve`: a folder of checkpoints over HTTP.
///
/// Flags are texts here; `ServingSettings` says what they may be, as for the environment and the configuration file.
struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve a folder of checkpoints over HTTP.",
        discussion: """
            Models are found as NAME/VERSION/model.safetensors or NAME.safetensors. When they are loaded, proven and warm, \
            one line with the server's address goes to standard output. SIGTERM ends in good order: what was asked is \
            answered, and the exit status is 0; a second signal ends at once.

            Each setting has a variable of the environment and a key of the configuration file as well; a flag wins over \
            the environment, and the environment over the file. --print-config shows keys and values. Sizes in bytes may \
            have a unit: 32MiB.
            """)

    @Option(help: help("models")) var models: String?
    @Option(help: help("host")) var host: String?
    @Option(help: help("port")) var port: String?
    @Option(help: help("tls_cert")) var tlsCert: String?
    @Option(help: help("tls_key")) var tlsKey: String?
    @Option(name: .customLong("tls-client-ca"), help: help("tls_client_ca")) var tlsClientCA: String?
    @Option(help: help("api_keys")) var apiKeys: String?
    @Option(help: help("cors_origins")) var corsOrigins: String?
    @Option(help: help("default_model")) var defaultModel: String?
    @Option(help: help("model_control")) var modelControl: String?
    @Option(help: help("poll_seconds")) var pollSeconds: String?
    @Option(help: help("threads")) var threads: String?
    @Option(help: help("isa")) var isa: String?
    @Option(help: help("max_batch")) var maxBatch: String?
    @Option(help: help("max_delay_seconds")) var maxDelay: String?
    @Option(help: help("queue_limit")) var queueLimit: String?
    @Option(help: help("queue_bytes")) var queueBytes: String?
    @Option(help: help("body_limit")) var bodyLimit: String?
    @Option(help: help("pixel_limit")) var pixelLimit: String?
    @Option(help: help("cache_bytes")) var cacheBytes: String?
    @Option(help: help("request_timeout_seconds")) var requestTimeout: String?
    @Option(help: help("drain_delay_seconds")) var drainDelay: String?
    @Option(help: help("drain_timeout_seconds")) var drainTimeout: String?
    @Option(help: help("connection_limit")) var connectionLimit: String?
    @Option(help: help("connections_per_address")) var connectionsPerAddress: String?
    @Option(help: help("event_loop")) var eventLoop: String?
    @Option(help: help("log_level")) var logLevel: String?
    @Option(help: help("log_format")) var logFormat: String?
    @Flag(inversion: .prefixedNo, help: help("log_requests")) var logRequests: Bool?
    @Option(help: help("otlp_endpoint")) var otlpEndpoint: String?
    @Option(help: help("trace_sample_ratio")) var traceSampleRatio: String?

    @Option(help: ArgumentHelp("A JSON file of settings (default: MANTISSA_CONFIG, else none).", valueName: "file"))
    var config: String?

    @Flag(help: "Print each setting with its value and where that came from, as JSON, and do nothing else.")
    var printConfig = false

    func run() throws {
        let processors = Processors.current()
        let environment = ProcessInfo.processInfo.environment
        let configuration = try effectiveConfiguration(environment: environment, processors: processors)
        if printConfig {
            StandardOutput.write(String(decoding: configuration.json(), as: UTF8.self))
            return
        }
        guard !configuration["models"].isNull else {
            throw ConfigurationError(
                .missing, key: "models", place: "--models",
                "no folder of models is given; name one with this flag, in MANTISSA_MODELS or in a configuration file")
        }
        var options = ServingOptions(configuration)
        let (format, level) = (options.logFormat, options.logLevel)
        LoggingSystem.bootstrap { _ in LineLogHandler(format, level: level) }
        let logger = Logger(label: "mantissa")
        if let warning = processors.warning(threads: options.threads) { logger.warning("\(warning)") }
        options.processors = processors.available
        options.logsRequests = options.logsRequests && level <= .info
        options.otlpEndpoint =
            options.otlpEndpoint ?? environment["OTEL_EXPORTER_OTLP_ENDPOINT"].flatMap { $0.isEmpty ? nil : $0 }
        options.version = BuildVersion.current
        options.listeningDescriptor = try ActivationSocket.descriptor(environment: environment)
        ResidentMemory.shareHeaps(max(2, processors.available))
        let server = try Server(options: options, logger: logger)
        server.collectLibraryMetrics()
        let signals = StopSignals()
        let address = try server.start()
        StandardOutput.write("mantissa is ready on \(options.scheme)://\(address)\n")
        let status = server.waitUntilStopped(signals)
        throw ExitCode(status)
    }
}
