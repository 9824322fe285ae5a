import Checkpoint
import Evaluation
import JSON
import Quantization

/// What `mantissa evaluate` found, as text and as JSON.
struct EvaluationReport {
    /// The same images in two forms.
    struct Paired {
        var samples: Int
        var right: Int
        var otherRight: Int
        /// Share of right ones that is lost, -1...1.
        var drop: Double
        var interval: Bootstrap.Interval
    }

    /// Another set of images.
    struct Other {
        var samples: Int
        var right: Int
        /// Of shares of right ones, -1...1: this set's less the other's.
        var difference: Double
        var interval: Bootstrap.Interval
    }

    /// What embeddings are worth.
    struct Embedded {
        var samples: Int
        var right: Int
        var interval: Bootstrap.Interval?

        init(_ outcomes: [Double]) {
            samples = outcomes.count
            right = outcomes.count { $0 == 1 }
            interval = Bootstrap.interval(of: outcomes)
        }
    }

    /// Nil for a model that gives embeddings only.
    let figures: EvaluationFigures?
    /// Of the float32 model; nil where nothing is compared.
    let reference: EvaluationFigures?
    let quality: QualityMeasurement?
    /// What logits are best divided by, beside what the calibration error is with it; nil where it has no meaning.
    let temperature: Double?
    let temperedError: Double?
    private(set) var paired: Paired?
    private(set) var other: Other?
    private(set) var neighbours: (count: Int, figures: Embedded)?
    private(set) var probe: Embedded?
    let unreadable: [EvaluationRun.Unreadable]
    let sha256: String
    private let names: [String]?

    /// - Parameter quality: agreement with float32.
    init(
        _ outcome: EvaluationRun.Outcome, loaded: LoadedCheckpoint, threshold: Float, quality: QualityMeasurement?
    ) {
        sha256 = loaded.sha256
        names = loaded.checkpoint.metadata.labels
        unreadable = outcome.unreadable
        self.quality = quality
        let hasScores = loaded.checkpoint.metadata.scoresOutput != nil
        figures = hasScores ? EvaluationFigures(outcome.samples, threshold: threshold) : nil
        reference = outcome.reference.isEmpty ? nil : EvaluationFigures(outcome.reference, threshold: threshold)
        guard let figures, figures.isSingleLabel else {
            (temperature, temperedError) = (nil, nil)
            return
        }
        let labels = outcome.samples.compactMap(\.labels.first)
        temperature = TemperatureFit.temperature(outcome.logits, labels: labels)
        temperedError = temperature.map { temperature in
            var error = CalibrationError()
            for (logits, label) in zip(outcome.logits, labels) {
                guard let best = Ranking.best(logits) else { continue }
                let confidence = TemperatureFit.probability(of: best, logits, temperature: temperature)
                error.add(confidence: min(confidence, 1), isRight: best == label)
            }
            return error.expected ?? 0
        }
    }

    /// Holds the samples against the same images in another form, those that both could be read of.
    mutating func compare(_ samples: [EvaluationFigures.Sample], with other: EvaluationRun.Outcome) {
        func outcomes(_ samples: [EvaluationFigures.Sample]) -> [String: Double] {
            var found: [String: Double] = [:]
            for sample in samples {
                found[sample.name] = TopKAccuracy.outcome(sample.scores, labels: sample.labels, k: 1)
            }
            return found
        }
        let (own, others) = (outcomes(samples), outcomes(other.samples))
        let names = samples.map(\.name).filter { own[$0] != nil && others[$0] != nil }
        let differences = names.map { (own[$0] ?? 0) - (others[$0] ?? 0) }
        guard let interval = Bootstrap.interval(of: differences) else { return }
        paired = Paired(
            samples: names.count, right: names.count { own[$0] == 1 }, otherRight: names.count { others[$0] == 1 },
            drop: differences.reduce(0, +) / Double(names.count), interval: interval)
    }

    /// Holds this set against another, of other images.
    mutating func compare(withOther set: EvaluationRun.Outcome) {
        var top1 = TopKAccuracy(k: 1)
        for sample in set.samples { top1.add(sample.scores, labels: sample.labels) }
        guard let own = figures?.top1, let value = own.value, let others = top1.value,
            let interval = Bootstrap.intervalOfDifference(own.outcomes, top1.outcomes)
        else { return }
        other = Other(samples: top1.samples, right: top1.right, difference: value - others, interval: interval)
    }

    /// - Throws: `CommandFailure` for images without exactly one label, or no two of a class.
    mutating func addNeighbours(_ outcome: EvaluationRun.Outcome, count: Int) throws {
        let figures = try Self.embedded(outcome, "--neighbours") {
            NearestNeighbours.leaveOneOut($0, labels: $1, k: count)
        }
        neighbours = (count, figures)
    }

    /// - Throws: as `addNeighbours`.
    mutating func addProbe(_ outcome: EvaluationRun.Outcome) throws {
        probe = try Self.embedded(outcome, "--probe") { LinearProbe.crossValidated($0, labels: $1) }
    }

    private static func embedded(
        _ outcome: EvaluationRun.Outcome, _ option: String, _ judge: ([[Float]], [Int]) -> [Double]
    ) throws -> Embedded {
        if let sample = outcome.samples.first(where: { $0.labels.count != 1 }) {
            throw CommandFailure("\(sample.name) has \(sample.labels.count) labels; \(option) needs one for each image")
        }
        let outcomes = judge(outcome.embeddings, outcome.samples.compactMap(\.labels.first))
        guard !outcomes.isEmpty else {
            throw CommandFailure("\(option) needs several images of a class; no class has more than one")
        }
        return Embedded(outcomes)
    }
}

// MARK: Text

extension EvaluationReport {
    /// Confusions and mistakes that are listed.
    private static let listLimit = 10

    var text: String {
        var lines: [String] = []
        if let figures {
            lines.append(accuracy("INT16", figures))
            if let reference { lines.append(accuracy("float32", reference)) }
            if let quality {
                lines.append(
                    "same top-1 on \(quality.top1Agreement) of \(quality.samples); "
                        + "logits SQNR \(fixed(quality.scoresSQNR, 1)) dB, "
                        + "largest error \(fixed(quality.largestError, 5))")
            }
            lines += details(figures)
        }
        func line(_ name: String, _ figures: Embedded) -> String {
            "\(name): \(figures.right) of \(figures.samples) right"
                + (figures.interval.map { " (\($0.percent))" } ?? "")
        }
        if let neighbours { lines.append(line("\(neighbours.count) nearest neighbours", neighbours.figures)) }
        if let probe { lines.append(line("linear probe of embeddings", probe)) }
        if let paired {
            lines.append(
                "paired: \(paired.right) of \(paired.samples) right, changed \(paired.otherRight); "
                    + "lost \(percent(paired.drop)) (\(paired.interval.percent))")
        }
        if let other {
            lines.append(
                "other set: \(other.right) of \(other.samples) right; difference \(percent(other.difference)) "
                    + "(\(other.interval.percent))")
        }
        if !unreadable.isEmpty { lines.append("passed over: \(unreadable.count) images that could not be read") }
        return lines.map { $0 + "\n" }.joined()
    }

    private func accuracy(_ name: String, _ figures: EvaluationFigures) -> String {
        let top1 = figures.top1
        var line = padded(name, 9) + (figures.isSingleLabel ? "top-1 " : "ReaL ") + "\(top1.right) of \(top1.samples)"
        if let value = top1.value {
            line += " (\(percent(value))"
            if let interval = Bootstrap.interval(of: top1.outcomes) { line += ", \(interval.percent)" }
            line += ")"
        }
        line += ", top-5 \(figures.top5.right)"
        if let value = figures.top5.value { line += " (\(percent(value)))" }
        return line
    }

    private func details(_ figures: EvaluationFigures) -> [String] {
        var lines: [String] = []
        if let error = figures.calibration?.expected {
            var line = "calibration error \(fixed(error, 4))"
            if let temperature, let temperedError {
                line +=
                    "; temperature \(fixed(temperature, 3)) would make it \(fixed(temperedError, 4)) (--calibrate keeps it)"
            }
            lines.append(line)
        }
        if !figures.isSingleLabel {
            let skipped = figures.samples - figures.top1.samples
            if skipped > 0 { lines.append("\(skipped) images have no label and are left out of accuracy") }
            for slice in figures.labelCounts.slices {
                lines.append(
                    "\(slice.labelCount) label\(slice.labelCount == 1 ? "" : "s"): \(slice.samples) images, "
                        + "ReaL \(percent(slice.top1)), labels among as many best \(percent(slice.accuracy))")
            }
            if let mean = figures.labelCounts.mean, let subgroups = figures.labelCounts.subgroupMean {
                lines.append(
                    "labels among as many best: \(percent(mean)) over images, \(percent(subgroups)) over numbers of labels"
                )
            }
        }
        if let macro = figures.confusions?.macro {
            lines.append(
                "macro precision \(fixed(macro.precision, 4)), recall \(fixed(macro.recall, 4)), F1 \(fixed(macro.f1, 4))"
            )
        }
        if let auroc = figures.meanAUROC, let precision = figures.meanAveragePrecision {
            lines.append("macro AUROC \(fixed(auroc, 4)), mean average precision \(fixed(precision, 4))")
        } else if figures.classes.count == 1, let only = figures.classes.first {
            lines.append("all images are of class \(name(only.label)): AUROC needs images of others too")
        }
        if let f1 = figures.thresholded {
            lines.append(
                "at a threshold of \(fixed(Double(f1.threshold), 3)): F1 micro \(fixed(f1.micro, 4)), macro \(fixed(f1.macro, 4)), "
                    + "per image \(fixed(f1.perSample, 4))")
        }
        lines += list("confusions", figures.confusions?.confusions.filter { $0.count > 1 } ?? []) {
            "\(padded(String($0.count), -6))  \(name($0.label)) taken for \(name($0.predicted))"
        }
        lines += list("mistakes", figures.mistakes) { mistake in
            "\(padded(percent(Double(mistake.score)), -6))  \(mistake.name): \(name(mistake.predicted)), not "
                + mistake.labels.map(name).joined(separator: ", ")
        }
        return lines
    }

    private func list<Entry>(_ title: String, _ entries: [Entry], _ line: (Entry) -> String) -> [String] {
        guard !entries.isEmpty else { return [] }
        let more = entries.count > Self.listLimit ? ", the first \(Self.listLimit)" : ""
        return ["\(title) (\(entries.count)\(more)):"] + entries.prefix(Self.listLimit).map(line)
    }

    /// The number of a class, with its name where there is one.
    func name(_ index: Int) -> String {
        guard let names, names.indices.contains(index) else { return String(index) }
        return "\(index) \(names[index])"
    }
}

extension Bootstrap.Interval {
    /// From which to which percentage.
    var percent: String { "\(mantissa.percent(lower)) to \(mantissa.percent(upper))" }
}

// MARK: JSON

extension EvaluationReport {
    var json: String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("checkpoint", sha256)
        if let figures {
            writer.member("images", figures.samples)
            write(figures, &writer)
        }
        if let quality, let reference {
            writer.key("against")
            writer.beginObject()
            writer.member("top1", reference.top1.right)
            writer.member("top5", reference.top5.right)
            writer.member("top1_agreement", quality.top1Agreement)
            write("logits_sqnr", quality.scoresSQNR, &writer)
            write("largest_error", quality.largestError, &writer)
            writer.endObject()
        }
        if let neighbours { write("neighbours", neighbours.figures, k: neighbours.count, &writer) }
        if let probe { write("probe", probe, &writer) }
        if let paired {
            writer.key("paired")
            writer.beginObject()
            writer.member("images", paired.samples)
            writer.member("top1", paired.right)
            writer.member("changed_top1", paired.otherRight)
            write("drop", paired.drop, &writer)
            write("drop_interval", paired.interval, &writer)
            writer.endObject()
        }
        if let other {
            writer.key("other")
            writer.beginObject()
            writer.member("images", other.samples)
            writer.member("top1", other.right)
            write("difference", other.difference, &writer)
            write("difference_interval", other.interval, &writer)
            writer.endObject()
        }
        writer.key("unreadable")
        writer.beginArray()
        for image in unreadable {
            writer.beginObject()
            writer.member("file", image.file)
            writer.member("reason", image.reason)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return String(decoding: writer.finish(), as: UTF8.self) + "\n"
    }

    private func write(_ figures: EvaluationFigures, _ writer: inout JSONWriter) {
        writer.member("labelled", figures.top1.samples)
        writer.member("top1", figures.top1.right)
        writer.member("top5", figures.top5.right)
        write("top1_accuracy", figures.top1.value, &writer)
        write("top1_interval", Bootstrap.interval(of: figures.top1.outcomes), &writer)
        write("top5_accuracy", figures.top5.value, &writer)
        if let calibration = figures.calibration {
            writer.key("calibration")
            writer.beginObject()
            write("expected_error", calibration.expected, &writer)
            write("temperature", temperature, &writer)
            write("expected_error_with_temperature", temperedError, &writer)
            writer.key("bins")
            writer.beginArray()
            for bin in calibration.bins {
                writer.beginObject()
                write("lower", bin.lower, &writer)
                write("upper", bin.upper, &writer)
                writer.member("images", bin.samples)
                write("accuracy", bin.accuracy, &writer)
                write("confidence", bin.confidence, &writer)
                writer.endObject()
            }
            writer.endArray()
            writer.endObject()
        }
        if !figures.isSingleLabel {
            writer.key("label_counts")
            writer.beginObject()
            write("accuracy", figures.labelCounts.mean, &writer)
            write("subgroup_accuracy", figures.labelCounts.subgroupMean, &writer)
            writer.key("slices")
            writer.beginArray()
            for slice in figures.labelCounts.slices {
                writer.beginObject()
                writer.member("labels", slice.labelCount)
                writer.member("images", slice.samples)
                write("top1_accuracy", slice.top1, &writer)
                write("accuracy", slice.accuracy, &writer)
                writer.endObject()
            }
            writer.endArray()
            writer.endObject()
        }
        if let macro = figures.confusions?.macro {
            write("macro_precision", macro.precision, &writer)
            write("macro_recall", macro.recall, &writer)
            write("macro_f1", macro.f1, &writer)
        }
        write("macro_auroc", figures.meanAUROC, &writer)
        write("mean_average_precision", figures.meanAveragePrecision, &writer)
        if let f1 = figures.thresholded {
            writer.key("multilabel")
            writer.beginObject()
            writer.key("threshold")
            writer.value(f1.threshold)
            write("f1_micro", f1.micro, &writer)
            write("f1_macro", f1.macro, &writer)
            write("f1_per_image", f1.perSample, &writer)
            writer.endObject()
        }
        writeClasses(figures, &writer)
        writer.key("confusions")
        writer.beginArray()
        for cell in figures.confusions?.confusions ?? [] {
            writer.beginObject()
            writer.member("class_index", cell.label)
            writer.member("predicted", cell.predicted)
            writer.member("images", cell.count)
            writer.endObject()
        }
        writer.endArray()
        writer.key("mistakes")
        writer.beginArray()
        for mistake in figures.mistakes {
            writer.beginObject()
            writer.member("file", mistake.name)
            writer.key("labels")
            writer.beginArray()
            for label in mistake.labels { writer.value(label) }
            writer.endArray()
            writer.member("predicted", mistake.predicted)
            writer.key("score")
            writer.value(mistake.score)
            writer.endObject()
        }
        writer.endArray()
    }

    private func writeClasses(_ figures: EvaluationFigures, _ writer: inout JSONWriter) {
        let confused = Dictionary(uniqueKeysWithValues: (figures.confusions?.classes ?? []).map { ($0.label, $0) })
        writer.key("classes")
        writer.beginArray()
        for entry in figures.classes {
            writer.beginObject()
            writer.member("class_index", entry.label)
            if let names, names.indices.contains(entry.label) { writer.member("label", names[entry.label]) }
            writer.member("images", entry.support)
            write("precision", confused[entry.label]?.precision, &writer)
            write("recall", confused[entry.label]?.recall, &writer)
            write("f1", confused[entry.label]?.f1, &writer)
            write("auroc", entry.auroc, &writer)
            write("average_precision", entry.averagePrecision, &writer)
            writer.endObject()
        }
        writer.endArray()
    }

    private func write(_ name: String, _ figures: Embedded, k: Int? = nil, _ writer: inout JSONWriter) {
        writer.key(name)
        writer.beginObject()
        if let k { writer.member("k", k) }
        writer.member("images", figures.samples)
        writer.member("right", figures.right)
        write("interval", figures.interval, &writer)
        writer.endObject()
    }

    private func write(_ name: String, _ value: Double?, _ writer: inout JSONWriter) {
        guard let value else { return }
        writer.key(name)
        writer.value(value)
    }

    private func write(_ name: String, _ interval: Bootstrap.Interval?, _ writer: inout JSONWriter) {
        guard let interval else { return }
        writer.key(name)
        writer.beginArray()
        writer.value(interval.lower)
        writer.value(interval.upper)
        writer.endArray()
    }
}
