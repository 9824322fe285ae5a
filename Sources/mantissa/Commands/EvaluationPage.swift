import Evaluation
import Quantization

/// What `mantissa evaluate` found, as one HTML file that needs nothing from elsewhere: plots as SVG, pictures within.
struct EvaluationPage {
    /// Mistakes that are shown with their pictures.
    private static let mistakeLimit = 24
    /// Rows of the other tables.
    private static let rowLimit = 30
    private static let rest = "; --json has them all"

    let report: EvaluationReport
    let title: String
    /// Where the images are.
    let folder: String

    var html: String {
        var body = HTMLPage.heading(title, note: report.sha256)
        if let figures = report.figures {
            body += tiles(figures)
            if let calibration = figures.calibration { body += reliability(calibration) }
            body += slices(figures) + mistakes(figures) + confusions(figures) + classes(figures)
        }
        body += unreadable
        return HTMLPage.document(title: title, body: body)
    }

    // MARK: Parts

    private func tiles(_ figures: EvaluationFigures) -> String {
        var tiles: [HTMLPage.Tile] = []
        func add(_ name: String, _ value: String, _ note: String = "") {
            tiles.append(.init(name: name, value: value, note: note))
        }
        func add(_ name: String, _ accuracy: TopKAccuracy) {
            guard let value = accuracy.value else { return }
            let interval = Bootstrap.interval(of: accuracy.outcomes).map { ", 95%: \($0.percent)" }
            add(name, percent(value), "\(accuracy.right) of \(accuracy.samples)\(interval ?? "")")
        }
        add(figures.isSingleLabel ? "Top-1" : "ReaL accuracy", figures.top1)
        add("Top-5", figures.top5)
        if let quality = report.quality, let reference = report.reference {
            add("Top-1 of float32", reference.top1)
            add(
                "Same winner as float32", "\(quality.top1Agreement) of \(quality.samples)",
                "SQNR of the logits: \(fixed(quality.scoresSQNR, 1)) dB")
        }
        if let error = figures.calibration?.expected {
            var note = ""
            if let temperature = report.temperature, let tempered = report.temperedError {
                note = "\(fixed(tempered, 3)) with a temperature of \(fixed(temperature, 2))"
            }
            add("Calibration error", fixed(error, 3), note)
        }
        if let macro = figures.confusions?.macro {
            add(
                "Macro F1", fixed(macro.f1, 3),
                "precision \(fixed(macro.precision, 3)), recall \(fixed(macro.recall, 3))")
        }
        if let auroc = figures.meanAUROC { add("Macro AUROC", fixed(auroc, 4)) }
        if let precision = figures.meanAveragePrecision { add("Mean average precision", fixed(precision, 4)) }
        if let f1 = figures.thresholded {
            add(
                "F1 at \(fixed(Double(f1.threshold), 2))", fixed(f1.micro, 3),
                "micro; macro \(fixed(f1.macro, 3)), per image \(fixed(f1.perSample, 3))")
        }
        func add(_ name: String, _ figures: EvaluationReport.Embedded) {
            let share = Double(figures.right) / Double(max(1, figures.samples))
            add(name, percent(share), "\(figures.right) of \(figures.samples)")
        }
        if let neighbours = report.neighbours { add("\(neighbours.count) nearest neighbours", neighbours.figures) }
        if let probe = report.probe { add("Linear probe", probe) }
        if let paired = report.paired {
            add("Lost on changed images", percent(paired.drop), "95%: \(paired.interval.percent)")
        }
        if let other = report.other {
            add("Better than on the other set", percent(other.difference), "95%: \(other.interval.percent)")
        }
        return HTMLPage.tiles(tiles)
    }

    /// Accuracy over confidence: a model that knows what it knows lies on the diagonal.
    private func reliability(_ calibration: CalibrationError) -> String {
        let (size, margin) = (300.0, 44.0)
        func x(_ value: Double) -> String { fixed(margin + value * size, 1) }
        func y(_ value: Double) -> String { fixed(10 + (1 - value) * size, 1) }
        let most = Double(max(1, calibration.bins.map(\.samples).max() ?? 1))
        var marks = ""
        for bin in calibration.bins {
            guard let accuracy = bin.accuracy, let confidence = bin.confidence else { continue }
            let width = fixed((bin.upper - bin.lower) * size - 2, 1)
            let text =
                "\(bin.samples) images, mean probability \(percent(confidence)), right \(percent(accuracy))"
            marks += """
                <g><title>\(text)</title>
                <rect class="bar" x="\(x(bin.lower))" y="\(y(accuracy))" width="\(width)" height="\(fixed(accuracy * size, 1))"/>
                <circle class="dot" cx="\(x(confidence))" cy="\(y(accuracy))" r="\(fixed(2.5 + 5 * (Double(bin.samples) / most).squareRoot(), 1))"/></g>

                """
        }
        var axes = ""
        for tick in [0, 0.25, 0.5, 0.75, 1.0] {
            axes += """
                <line class="grid" x1="\(x(0))" x2="\(x(1))" y1="\(y(tick))" y2="\(y(tick))"/>
                <text x="\(fixed(margin - 6, 1))" y="\(y(tick - 0.012))" text-anchor="end">\(fixed(100 * tick, 0))%</text>
                <text x="\(x(tick))" y="\(y(-0.06))" text-anchor="middle">\(fixed(100 * tick, 0))%</text>

                """
        }
        return """
            <section><h2>Is it right as often as it says?</h2>
            <svg class="small" viewBox="0 0 370 356" role="img" aria-label="Share of right answers over the probability of the best class, in 15 bins">
            \(axes)<line class="diagonal" x1="\(x(0))" y1="\(y(0))" x2="\(x(1))" y2="\(y(1))"/>
            \(marks)<text x="\(x(0.5))" y="352" text-anchor="middle">probability of the best class</text>
            </svg>
            <p class="note">Bars: share of right answers of the images in a bin. Dots: at their mean probability; the larger, the more images. On the line, a
            model is right as often as it says; below it, less often.</p></section>

            """
    }

    private func slices(_ figures: EvaluationFigures) -> String {
        guard !figures.isSingleLabel else { return "" }
        return HTMLPage.table(
            "By number of labels", ["labels", "images", "ReaL", "labels among as many best"],
            figures.labelCounts.slices.map {
                [String($0.labelCount), String($0.samples), percent($0.top1), percent($0.accuracy)]
            })
    }

    /// The worst classes first: those are looked for.
    private func classes(_ figures: EvaluationFigures) -> String {
        let confused = Dictionary(uniqueKeysWithValues: (figures.confusions?.classes ?? []).map { ($0.label, $0) })
        let sorted = figures.classes.sorted {
            let (a, b) = (
                confused[$0.label]?.f1 ?? $0.averagePrecision ?? 0, confused[$1.label]?.f1 ?? $1.averagePrecision ?? 0
            )
            return (a, $0.label) < (b, $1.label)
        }
        func text(_ value: Double?) -> String { value.map { fixed($0, 3) } ?? "" }
        return HTMLPage.table(
            "Classes, the worst first", ["class", "images", "precision", "recall", "F1", "AUROC", "average precision"],
            sorted.map {
                let own = confused[$0.label]
                return [
                    report.name($0.label), String($0.support), text(own?.precision), text(own?.recall), text(own?.f1),
                    text($0.auroc), text($0.averagePrecision),
                ]
            }, limit: Self.rowLimit, rest: Self.rest)
    }

    private func confusions(_ figures: EvaluationFigures) -> String {
        HTMLPage.table(
            "Confusions", ["is", "taken for", "images"],
            (figures.confusions?.confusions ?? []).map {
                [report.name($0.label), report.name($0.predicted), String($0.count)]
            }, limit: Self.rowLimit, rest: Self.rest)
    }

    private func mistakes(_ figures: EvaluationFigures) -> String {
        guard !figures.mistakes.isEmpty else { return "" }
        let shown = figures.mistakes.prefix(Self.mistakeLimit)
        let cards = shown.map { mistake in
            """
            <figure>\(HTMLPage.picture("\(folder)/\(mistake.name)"))<figcaption><b>\(HTMLPage.escaped(report.name(mistake.predicted)))</b> \(percent(Double(mistake.score)))<br>
            is \(HTMLPage.escaped(mistake.labels.map(report.name).joined(separator: ", ")))<br><small>\(HTMLPage.escaped(mistake.name))</small></figcaption></figure>

            """
        }
        return """
            <section><h2>Mistakes</h2>
            <p class="note">\(shown.count) of \(figures.mistakes.count), the most confident first.</p>
            <div class="pictures">
            \(cards.joined())</div></section>

            """
    }

    private var unreadable: String {
        HTMLPage.table(
            "Images that could not be read", ["file", "why"], report.unreadable.map { [$0.file, $0.reason] })
    }
}
