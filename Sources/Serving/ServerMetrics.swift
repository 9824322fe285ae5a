import HTTPServer
import Machine
import Metrics
import Repository

/// The server's metrics by the names that docs/operations.md lists.
struct ServerMetrics: Sendable {
    private struct Answers: Hashable {
        var route: String
        var model: String
        var status: Int
    }

    private struct Stages: Hashable {
        var stage: Stage
        var route: String
        var model: String
    }

    private struct KeyUses: Hashable {
        var key: String
        var status: Int
    }

    let registry: MetricsRegistry
    // What every request counts.
    private let requests: KeptMetrics<Answers, PrometheusCounter>
    private let keyRequests: KeptMetrics<KeyUses, PrometheusCounter>
    private let seconds: KeptMetrics<Stages, PrometheusHistogram>
    // What every batch counts, by model.
    private let batchSizes: KeptMetrics<String, PrometheusHistogram>
    private let saturatedActivations: KeptMetrics<String, PrometheusCounter>
    private let connections: PrometheusGauge
    private let refusedConnections: PrometheusCounter

    init(version: String, instructionSet: String) {
        let registry = MetricsRegistry()
        self.registry = registry
        requests = KeptMetrics { answers in
            registry.counter(
                "mantissa_requests_total", help: "Requests by route, model and status, failed ones too.",
                labels: [("route", answers.route), ("model", answers.model), ("status", String(answers.status))])
        }
        keyRequests = KeptMetrics { uses in
            registry.counter(
                "mantissa_key_requests_total", help: "Requests that needed an API key, by its name and by status.",
                labels: [("key", uses.key), ("status", String(uses.status))])
        }
        seconds = KeptMetrics { stages in
            registry.histogram(
                "mantissa_\(stages.stage.rawValue)_seconds", help: stages.stage.help, buckets: Buckets.seconds,
                labels: [("route", stages.route), ("model", stages.model)])
        }
        batchSizes = KeptMetrics { model in
            registry.histogram(
                "mantissa_batch_size", help: "Images computed together.", buckets: Buckets.sizes,
                labels: [("model", model)])
        }
        saturatedActivations = KeptMetrics { model in
            registry.counter(
                "mantissa_saturated_activations_total",
                help: "Activations beyond the calibrated range; a drifting input shows here.",
                labels: [("model", model)])
        }
        connections = registry.gauge("mantissa_connections", help: "Open connections.")
        refusedConnections = registry.counter(
            "mantissa_connections_refused_total", help: "Connections beyond the limits, which got nothing else.")
        registry.gauge(
            "mantissa_build_info", help: "Always 1; the labels say what runs.",
            labels: [("version", version), ("isa", instructionSet)]
        ).set(1)
    }

    func count(route: String, model: String, status: Int, nanoseconds: UInt64) {
        requests[Answers(route: route, model: model, status: status)].add()
        observe(.request, route: route, model: model, nanoseconds: nanoseconds)
    }

    /// - Parameter key: the name of an API key; empty for requests that had no right one.
    func count(key: String, status: Int) { keyRequests[KeyUses(key: key, status: status)].add() }

    /// By the names that spans have as well.
    enum Stage: String {
        /// All of them.
        case request
        case queue
        case preprocess
        case inference
        case encode

        fileprivate var help: String {
            switch self {
            case .request: "From the whole request to its answer."
            case .queue: "Waiting for a batch."
            case .preprocess: "Decoding images and making them the model's input."
            case .inference: "Computing the batch."
            case .encode: "Making the answer."
            }
        }
    }

    func observe(_ stage: Stage, route: String, model: String, nanoseconds: UInt64) {
        seconds[Stages(stage: stage, route: route, model: model)].observe(Double(nanoseconds) / 1e9)
    }

    func countBatch(model: String, images: Int, saturations: Int) {
        batchSizes[model].observe(Double(images))
        saturatedActivations[model].add(saturations)
    }

    func count(_ event: ConnectionEvent) {
        switch event {
        case .opened: connections.add(1)
        case .closed: connections.add(-1)
        case .refused: refusedConnections.add()
        case .handshake(let isComplete):
            registry.counter(
                "mantissa_tls_handshakes_total", help: "TLS handshakes by how they ended.",
                labels: [("result", isComplete ? "complete" : "failed")]
            ).add()
        }
    }

    func countCache(isHit: Bool) {
        if isHit {
            registry.counter("mantissa_cache_hits_total", help: "Answers that were given again.").add()
        } else {
            registry.counter("mantissa_cache_misses_total", help: "Answers that were not kept.").add()
        }
    }

    /// Notes the state that a version is in; it is in no other then.
    func setState(model: String, version: Int, state: ModelState) {
        let labels = [("model", model), ("version", String(version))]
        replaceState(matching: labels, by: [(labels + [("state", state.rawValue)], 1)])
    }

    /// Forgets a version that is no longer listed.
    func remove(model: String, version: Int) {
        replaceState(matching: [("model", model), ("version", String(version))], by: [])
    }

    private func replaceState(
        matching: [(String, String)], by series: [(labels: [(String, String)], value: Double)]
    ) {
        registry.replaceGauges(
            "mantissa_model_state", help: "1 for the state that a version is in.", matching: matching, by: series)
    }

    func countSpans(exported count: Int) {
        registry.counter("mantissa_spans_exported_total", help: "Spans that the collector took.").add(count)
    }

    func countSpans(dropped count: Int, reason: String) {
        registry.counter(
            "mantissa_spans_dropped_total", help: "Spans that were not exported.", labels: [("reason", reason)]
        ).add(count)
    }

    /// Everything as Prometheus text, with what is only known when asked.
    func text(depths: [(model: String, depth: Int)], cache: ResponseCache.Figures) -> [UInt8] {
        registry.gauge("mantissa_cache_entries", help: "Answers that are kept.").set(Double(cache.entries))
        registry.gauge("mantissa_cache_bytes", help: "Bytes of the answers that are kept.").set(Double(cache.bytes))
        registry.replaceGauges(
            "mantissa_queue_depth", help: "Images that wait.",
            by: depths.map { ([("model", $0.model)], Double($0.depth)) })
        registry.gauge("mantissa_resident_bytes", help: "Resident memory of the process.").set(
            Double(ResidentMemory.current ?? 0))
        registry.gauge(
            "mantissa_mapped_bytes", help: "The part of resident memory that belongs to mapped files or is shared."
        ).set(Double(ResidentMemory.mapped ?? 0))
        return registry.prometheusText()
    }
}
