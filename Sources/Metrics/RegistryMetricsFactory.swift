package import CoreMetrics

/// Makes the registry the backend of swift-metrics, so that libraries which report there are seen as well.
///
/// Dots and other characters that Prometheus does not allow in names become underscores.
package struct RegistryMetricsFactory: MetricsFactory {
    private let registry: MetricsRegistry

    package init(registry: MetricsRegistry) { self.registry = registry }

    /// Makes a registry the backend of the process; once, before anything reports to swift-metrics.
    package static func bootstrap(_ registry: MetricsRegistry) {
        MetricsSystem.bootstrap(RegistryMetricsFactory(registry: registry))
    }

    private static func name(_ label: String) -> String {
        let characters = label.map { $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "_" || $0 == ":" ? $0 : "_" }
        return characters.first?.isNumber == true ? "_" + String(characters) : String(characters)
    }

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        CounterBackend(counter: registry.counter(Self.name(label), help: label, labels: dimensions))
    }

    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        aggregate
            ? HistogramBackend(
                histogram: registry.histogram(
                    Self.name(label), help: label, buckets: Buckets.seconds, labels: dimensions))
            : GaugeBackend(gauge: registry.gauge(Self.name(label), help: label, labels: dimensions))
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        HistogramBackend(
            histogram: registry.histogram(Self.name(label), help: label, buckets: Buckets.seconds, labels: dimensions))
    }

    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}
}

private final class CounterBackend: CounterHandler {
    let counter: PrometheusCounter

    init(counter: PrometheusCounter) { self.counter = counter }

    func increment(by amount: Int64) { counter.add(max(0, Int(amount))) }
    /// Prometheus counters start anew with the process, not before.
    func reset() {}
}

private final class GaugeBackend: RecorderHandler {
    let gauge: PrometheusGauge

    init(gauge: PrometheusGauge) { self.gauge = gauge }

    func record(_ value: Int64) { gauge.set(Double(value)) }
    func record(_ value: Double) { gauge.set(value) }
}

private final class HistogramBackend: RecorderHandler, TimerHandler {
    let histogram: PrometheusHistogram

    init(histogram: PrometheusHistogram) { self.histogram = histogram }

    func record(_ value: Int64) { histogram.observe(Double(value)) }
    func record(_ value: Double) { histogram.observe(value) }
    func recordNanoseconds(_ duration: Int64) { histogram.observe(Double(duration) / 1e9) }
}
