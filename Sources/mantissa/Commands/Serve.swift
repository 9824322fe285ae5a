import ArgumentParser
import Glibc
import HTTPServer
import Logging
import Machine
import Serving

extension HTTPServerConfiguration.EventLoopKind: ExpressibleByArgument {}
extension LogFormat: ExpressibleByArgument {}

/// How much `serve` logs: the levels of swift-log.
enum LogLevel: String, ExpressibleByArgument, CaseIterable {
    case trace, debug, info, notice, warning, error, critical

    var level: Logger.Level { Logger.Level(rawValue: rawValue) ?? .notice }
}

/// `mantissa serve`: a folder of checkpoints over HTTP.
struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve a folder of checkpoints over HTTP.",
        discussion: """
            Models are found as NAME/VERSION/model.safetensors or NAME.safetensors. When they are loaded, proven and warm, \
            one line with the server's address goes to standard output. SIGTERM ends in good order: what was asked is \
            answered, and the exit status is 0; a second signal ends at once.
            """)

    @Option(help: ArgumentHelp("The folder of models.", valueName: "dir"))
    var models: String

    @Option(help: ArgumentHelp("The address to listen on; 0.0.0.0 for all.", valueName: "address"))
    var host = "127.0.0.1"

    @Option(help: ArgumentHelp("The port to listen on; 0 takes a free one.", valueName: "port"))
    var port = 8000

    @Option(help: ArgumentHelp("The model of the routes that name none (default: the only one).", valueName: "name"))
    var defaultModel: String?

    @Option(help: ArgumentHelp("Images computed together at most.", valueName: "n"))
    var maxBatch = 32

    @Option(help: ArgumentHelp("Images of a model that wait at most; more get 503.", valueName: "n"))
    var queueLimit = 256

    @Option(help: ArgumentHelp("Bytes of a request's body at most; more get 413.", valueName: "bytes"))
    var bodyLimit = 32 << 20

    @Option(help: ArgumentHelp("Pixels of an image at most; more get 422.", valueName: "n"))
    var pixelLimit = 64 << 20

    @Option(help: ArgumentHelp("Seconds a request may take; longer ones get 504.", valueName: "s"))
    var requestTimeout = 30.0

    @Option(help: ArgumentHelp("Seconds to keep listening after SIGTERM while /readyz says 503.", valueName: "s"))
    var drainDelay = 0.0

    @Option(help: ArgumentHelp("Seconds for what is in flight to be answered after SIGTERM.", valueName: "s"))
    var drainTimeout = 30.0

    @Option(help: ArgumentHelp("How to wait for sockets: epoll or dispatch.", valueName: "kind"))
    var eventLoop = HTTPServerConfiguration.EventLoopKind.epoll

    @Option(help: ArgumentHelp("What to log on standard error: info has a line per request.", valueName: "level"))
    var logLevel = LogLevel.notice

    @Option(help: ArgumentHelp("How to write the log: text, or json with an object per line.", valueName: "format"))
    var logFormat = LogFormat.text

    @Option(
        help: ArgumentHelp(
            "Where to send spans as OTLP over HTTP (default: OTEL_EXPORTER_OTLP_ENDPOINT, else nowhere).",
            valueName: "url"))
    var otlpEndpoint: String?

    @Option(
        help: ArgumentHelp(
            "The share of requests to trace, 0 to 1, of those whose client has not decided it by traceparent.",
            valueName: "ratio"))
    var traceSampleRatio = 1.0

    @OptionGroup var engine: EngineOptions

    func validate() throws {
        guard (0...65535).contains(port) else { throw ValidationError("--port must be 0 to 65535, not \(port)") }
        guard (1...4096).contains(maxBatch) else {
            throw ValidationError("--max-batch must be 1 to 4096, not \(maxBatch)")
        }
        guard queueLimit > 0 else { throw ValidationError("--queue-limit must be 1 or more, not \(queueLimit)") }
        guard bodyLimit > 0 else { throw ValidationError("--body-limit must be 1 or more, not \(bodyLimit)") }
        guard pixelLimit > 0 else { throw ValidationError("--pixel-limit must be 1 or more, not \(pixelLimit)") }
        guard (0...1).contains(traceSampleRatio) else {
            throw ValidationError("--trace-sample-ratio must be 0 to 1, not \(traceSampleRatio)")
        }
        guard requestTimeout > 0, drainDelay >= 0, drainTimeout >= 0 else {
            throw ValidationError("times must not be negative, and --request-timeout must be above 0")
        }
    }

    /// A variable of the environment; one that is empty is as good as none.
    private static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    func run() throws {
        let level = logLevel.level
        let format = logFormat
        LoggingSystem.bootstrap { _ in LineLogHandler(format, level: level) }
        var options = ServingOptions(modelsFolder: models)
        options.host = host
        options.port = port
        let logger = Logger(label: "mantissa")
        let processors = Processors.current()
        options.threads = engine.threadCount(on: processors) { logger.warning("\($0)") }
        options.processors = processors.available
        options.instructionSet = try engine.instructionSet()
        options.defaultModel = defaultModel
        options.maximumBatch = maxBatch
        options.queueLimit = queueLimit
        options.bodyByteLimit = bodyLimit
        options.pixelLimit = pixelLimit
        options.requestTimeoutSeconds = requestTimeout
        options.drainDelaySeconds = drainDelay
        options.drainTimeoutSeconds = drainTimeout
        options.eventLoop = eventLoop
        options.logsRequests = level <= .info
        options.otlpEndpoint = otlpEndpoint ?? Self.environment("OTEL_EXPORTER_OTLP_ENDPOINT")
        options.traceSampleRatio = traceSampleRatio
        options.version = BuildVersion.current
        ResidentMemory.shareHeaps(max(2, processors.available))
        let server = try Server(options: options, logger: logger)
        server.collectLibraryMetrics()
        let signals = StopSignals()
        let address = try server.start()
        StandardOutput.write("mantissa is ready on http://\(address)\n")
        let status = server.waitUntilStopped(signals)
        throw ExitCode(status)
    }
}
