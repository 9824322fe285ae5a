import Kernels
import Logging
import Telemetry
import Tracing

/// The way of spans to the collector that the options name.
struct SpanExport: Sendable {
    let tracer: SpanTracer
    private let exporter: SpanExporter

    /// Nil if the options name none.
    ///
    /// - Throws: `ServingError` for an address that is not one, or a ratio that is not 0 to 1.
    init?(_ options: ServingOptions, metrics: ServerMetrics, logger: Logger) throws(ServingError) {
        guard let text = options.otlpEndpoint else { return nil }
        guard (0...1).contains(options.traceSampleRatio) else {
            throw ServingError(
                .malformed, "the share of requests to trace must be 0 to 1, not \(options.traceSampleRatio)")
        }
        let endpoint: CollectorEndpoint
        do throws(TelemetryError) { endpoint = try CollectorEndpoint(text) } catch {
            throw ServingError(.malformed, error.message)
        }
        metrics.countSpans(exported: 0)
        metrics.countSpans(dropped: 0, reason: "queue_full")
        metrics.countSpans(dropped: 0, reason: "export_failed")
        exporter = SpanExporter(
            SpanExporter.Configuration(endpoint: endpoint),
            resource: [
                "service.name": "mantissa", "service.version": .string(options.version),
                "mantissa.isa": .string(options.instructionSet.rawValue),
            ]
        ) { event in
            switch event {
            case .exported(let count): metrics.countSpans(exported: count)
            case .queueFull(let count): metrics.countSpans(dropped: count, reason: "queue_full")
            case .failed(let count): metrics.countSpans(dropped: count, reason: "export_failed")
            case .unreachable(let error):
                logger.warning(
                    "spans cannot be exported; those that are dropped are counted",
                    metadata: ["collector": "\(endpoint)", "reason": "\(error)"])
            case .reachableAgain: logger.notice("spans are exported again", metadata: ["collector": "\(endpoint)"])
            }
        }
        tracer = SpanTracer(exporter: exporter, sampler: TraceSampler(ratio: options.traceSampleRatio))
    }

    /// Sends what is left, for two seconds at most.
    func stop() { exporter.stop(seconds: 2) }
}
