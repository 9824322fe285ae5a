import Machine
import Metrics
import Repository

/// The server's metrics by the names that docs/operations.md lists.
struct ServerMetrics: Sendable {
    let registry = MetricsRegistry()

    init(version: String, instructionSet: String) {
        registry.gauge(
            "mantissa_build_info", help: "Always 1; the labels say what runs.",
            labels: [("version", version), ("isa", instructionSet)]
        ).set(1)
    }

    func count(route: String, model: String, status: Int, seconds: Double) {
        registry.counter(
            "mantissa_requests_total", help: "Requests by route, model and status, failed ones too.",
            labels: [("route", route), ("model", model), ("status", String(status))]
        ).add()
        observe("mantissa_request_seconds", "From the whole request to its answer.", route, model, seconds)
    }

    /// - Parameter key: the name of an API key; empty for requests that had no right one.
    func count(key: String, status: Int) {
        registry.counter(
            "mantissa_key_requests_total", help: "Requests that needed an API key, by its name and by status.",
            labels: [("key", key), ("status", String(status))]
        ).add()
    }

    enum Stage: String {
        case queue = "mantissa_queue_seconds"
        case preprocess = "mantissa_preprocess_seconds"
        case inference = "mantissa_inference_seconds"
        case encode = "mantissa_encode_seconds"
    }

    func observe(_ stage: Stage, route: String, model: String, nanoseconds: UInt64) {
        let help =
            switch stage {
            case .queue: "Waiting for a batch."
            case .preprocess: "Decoding images and making them the model's input."
            case .inference: "Computing the batch."
            case .encode: "Making the answer."
            }
        observe(stage.rawValue, help, route, model, Double(nanoseconds) / 1e9)
    }

    private func observe(_ name: String, _ help: String, _ route: String, _ model: String, _ seconds: Double) {
        registry.histogram(
            name, help: help, buckets: Buckets.seconds, labels: [("route", route), ("model", model)]
        ).observe(seconds)
    }

    func countBatch(model: String, images: Int, saturations: Int) {
        registry.histogram(
            "mantissa_batch_size", help: "Images computed together.", buckets: Buckets.sizes, labels: [("model", model)]
        ).observe(Double(images))
        registry.counter(
            "mantissa_saturated_activations_total",
            help: "Activations beyond the calibrated range; a drifting input shows here.", labels: [("model", model)]
        ).add(saturations)
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
