import Synchronization

/// All metrics of a process, by name and labels, and their Prometheus text (exposition format 0.0.4).
///
/// Safe to use from any thread. Getting a metric takes a lock, counting does not: keep what is used often.
package final class MetricsRegistry: Sendable {
    /// Sets of labels of one name; more than these are a mistake (a label of unbounded values) and counted as one.
    private static let seriesLimit = 1000

    private enum Metric {
        case counter(PrometheusCounter)
        case gauge(PrometheusGauge)
        case histogram(PrometheusHistogram)

        var type: String {
            switch self {
            case .counter: "counter"
            case .gauge: "gauge"
            case .histogram: "histogram"
            }
        }
    }

    private struct Family {
        var help: String
        /// The labels of each series.
        var labels: [String: [(String, String)]] = [:]
        /// By the labels' text, `{a="1",b="2"}` without the braces.
        var series: [String: Metric] = [:]
    }

    private let families = Mutex<[String: Family]>([:])

    package init() {}

    /// The counter of this name and these labels, made when first asked for.
    package func counter(_ name: String, help: String, labels: [(String, String)] = []) -> PrometheusCounter {
        let metric = metric(name, help, labels) { .counter(PrometheusCounter()) }
        guard case .counter(let counter) = metric else { preconditionFailure("\(name) is a \(metric.type)") }
        return counter
    }

    package func gauge(_ name: String, help: String, labels: [(String, String)] = []) -> PrometheusGauge {
        let metric = metric(name, help, labels) { .gauge(PrometheusGauge()) }
        guard case .gauge(let gauge) = metric else { preconditionFailure("\(name) is a \(metric.type)") }
        return gauge
    }

    package func histogram(
        _ name: String, help: String, buckets: [Double], labels: [(String, String)] = []
    ) -> PrometheusHistogram {
        let metric = metric(name, help, labels) { .histogram(PrometheusHistogram(bounds: buckets)) }
        guard case .histogram(let histogram) = metric else { preconditionFailure("\(name) is a \(metric.type)") }
        return histogram
    }

    private func metric(
        _ name: String, _ help: String, _ labels: [(String, String)], _ make: () -> Metric
    ) -> Metric {
        var key = Self.text(labels)
        return families.withLock { families in
            var family = families[name] ?? Family(help: help)
            if family.series[key] == nil, family.series.count >= Self.seriesLimit {
                key = Self.text(labels.map { ($0.0, "other") })
            }
            if let known = family.series[key] { return known }
            let metric = make()
            family.series[key] = metric
            family.labels[key] = labels
            families[name] = family
            return metric
        }
    }

    /// Replaces series of gauges by others at once: a reader sees the old ones or the new ones.
    ///
    /// - Parameters:
    ///   - matching: series that have all of these labels go; all series if it is empty.
    ///   - series: what comes instead.
    package func replaceGauges(
        _ name: String, help: String, matching: [(String, String)] = [],
        by series: [(labels: [(String, String)], value: Double)]
    ) {
        families.withLock { families in
            var family = families[name] ?? Family(help: help)
            for (key, labels) in family.labels
            where matching.allSatisfy({ wanted in labels.contains { $0 == wanted } }) {
                family.labels[key] = nil
                family.series[key] = nil
            }
            for (labels, value) in series where family.series.count < Self.seriesLimit {
                let gauge = PrometheusGauge()
                gauge.set(value)
                family.series[Self.text(labels)] = .gauge(gauge)
                family.labels[Self.text(labels)] = labels
            }
            families[name] = family
        }
    }

    private static func text(_ labels: [(String, String)]) -> String {
        labels.map { "\($0.0)=\"\(escaped($0.1))\"" }.joined(separator: ",")
    }

    private static func escaped(_ value: String) -> String {
        var result = ""
        for character in value.unicodeScalars {
            switch character {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }

    /// In help texts a quotation mark stands for itself.
    private static func escapedHelp(_ help: String) -> String {
        help.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            default: result.unicodeScalars.append(scalar)
            }
        }
    }

    /// Everything, sorted by name and labels.
    package func prometheusText() -> [UInt8] {
        var text = ""
        for (name, family) in families.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
            let series = family.series.sorted { $0.key < $1.key }
            guard let type = series.first?.value.type else { continue }
            text += "# HELP \(name) \(Self.escapedHelp(family.help))\n# TYPE \(name) \(type)\n"
            for (labels, metric) in series {
                let braced = labels.isEmpty ? "" : "{\(labels)}"
                switch metric {
                case .counter(let counter): text += "\(name)\(braced) \(counter.value)\n"
                case .gauge(let gauge): text += "\(name)\(braced) \(Self.number(gauge.value))\n"
                case .histogram(let histogram):
                    let counts = histogram.cumulativeCounts
                    for (bound, count) in zip(histogram.bounds.map(Self.number) + ["+Inf"], counts) {
                        let le = labels.isEmpty ? "le=\"\(bound)\"" : "\(labels),le=\"\(bound)\""
                        text += "\(name)_bucket{\(le)} \(count)\n"
                    }
                    text += "\(name)_sum\(braced) \(Self.number(histogram.sum))\n"
                    text += "\(name)_count\(braced) \(counts.last ?? 0)\n"
                }
            }
        }
        return Array(text.utf8)
    }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return value == value.rounded() && value.magnitude < 1e15 ? String(Int(value)) : value.description
    }
}
