import Glibc
import Inference
import Quantization

/// What the quantizer chose and how good it is, as one HTML file: plots as SVG, pictures within.
struct QuantizationPage {
    /// A calibration image and the signal to noise of its scores.
    struct Sample {
        var name: String
        /// Of the file; nil for tensors.
        var path: String?
        /// In dB.
        var sqnr: Double
    }

    /// Worst samples that are shown.
    private static let sampleLimit = 8

    let title: String
    let sha256: String
    let bytes: Int
    let settings: [String: String]
    let report: QuantizationReport
    let magnitudes: [String: MagnitudeHistogram]
    let saturations: [String: Int]
    /// Of one inference, by node.
    let nanoseconds: [String: UInt64]
    let samples: [Sample]

    var html: String {
        HTMLPage.document(
            title: title,
            body: HTMLPage.heading(title, note: sha256) + tiles + calibration + noise + accumulators + worst + layers
                + sensitivity
                + settingsTable)
    }

    // MARK: Parts

    private var tiles: String {
        var tiles: [HTMLPage.Tile] = []
        if let quality = report.quality {
            tiles = [
                .init(
                    name: "Same winner as float32", value: "\(quality.top1Agreement) of \(quality.samples)",
                    note: "on the calibration samples"),
                .init(
                    name: "Signal to noise", value: "\(fixed(quality.scoresSQNR, 1)) dB",
                    note: "of the scores; largest error \(fixed(quality.largestError, 5))"),
            ]
        }
        let largest = report.layers.map(\.accumulatorUse).max() ?? 0
        let saturated = saturations.values.reduce(0, +)
        tiles += [
            .init(
                name: "Overflow", value: "impossible",
                note: "the largest sum that can occur stays \(fixed((1 - largest) * 2_147_483_648, 0)) below 2^31"),
            .init(
                name: "Layers", value: String(report.layers.count),
                note: "\(report.layers.count { $0.chunks > 1 }) of them in chunks"),
            .init(name: "Saturated", value: String(saturated), note: "numbers, over \(report.samples) samples"),
            .init(name: "Checkpoint", value: "\(fixed(Double(bytes) / 1e6, 1)) MB"),
        ]
        return HTMLPage.tiles(tiles)
    }

    private static let (width, height, margin) = (960.0, 220.0, 46.0)

    /// The middle of a layer's place on the horizontal axis.
    private func x(_ index: Int) -> Double {
        Self.margin + (Double(index) + 0.5) * (Self.width - Self.margin - 8) / Double(max(1, report.layers.count))
    }

    /// Signal to noise of each layer: hollow for its own rounding alone, filled with all before it.
    private var noise: String {
        let values = report.layers.flatMap { [$0.predictedSQNR, $0.measuredSQNR].compactMap { $0 } }.filter { $0 < 200 }
        guard let least = values.min(), let most = values.max() else { return "" }
        let (bottom, top) = ((least / 10).rounded(.down) * 10, max((most / 10).rounded(.up) * 10, least + 10))
        func y(_ value: Double) -> String {
            fixed(10 + (top - min(max(value, bottom), top)) / (top - bottom) * Self.height, 1)
        }
        var marks = ""
        for tick in stride(from: bottom, through: top, by: 10) { marks += grid(y(tick), "\(fixed(tick, 0)) dB") }
        for (index, layer) in report.layers.enumerated() {
            let place = fixed(x(index), 1)
            let measured = layer.measuredSQNR.map { min($0, 200) }
            let title =
                "\(layer.node): own rounding \(fixed(layer.predictedSQNR, 1)) dB"
                + (measured.map { ", measured \(fixed($0, 1)) dB" } ?? "")
            marks +=
                "<g><title>\(HTMLPage.escaped(title))</title>"
                + "<circle class=\"hollow\" cx=\"\(place)\" cy=\"\(y(layer.predictedSQNR))\" r=\"3\"/>"
            if let measured { marks += "<circle class=\"dot\" cx=\"\(place)\" cy=\"\(y(measured))\" r=\"3.5\"/>" }
            marks += "</g>\n"
        }
        return plot(
            "Signal to noise of each layer", marks,
            "Hollow: what a layer's own rounding leaves. Filled: measured against float32, with the errors of all layers before it. From the input, left, to the output, right."
        )
    }

    /// How much of an accumulator the largest sum takes: 100% would be an overflow.
    private var accumulators: String {
        func y(_ share: Double) -> String { fixed(10 + (1 - share) * Self.height, 1) }
        var marks = ""
        for tick in [0, 0.25, 0.5, 0.75] { marks += grid(y(tick), percent(tick)) }
        marks +=
            "<line class=\"limit\" x1=\"\(Self.margin)\" x2=\"\(Self.width)\" y1=\"\(y(1))\" y2=\"\(y(1))\"/>"
            + "<text x=\"\(Self.margin - 6)\" y=\"\(y(0.985))\" text-anchor=\"end\">2^31</text>\n"
        let bar = max(2, (Self.width - Self.margin) / Double(max(1, report.layers.count)) - 2)
        for (index, layer) in report.layers.enumerated() {
            let title =
                "\(layer.node): \(percent(layer.accumulatorUse)), inputs of \(layer.inputBits) bits, weights of \(layer.weightBits), "
                + "sums of \(layer.chunk) products"
            marks +=
                "<rect class=\"bar\" x=\"\(fixed(x(index) - bar / 2, 1))\" y=\"\(y(layer.accumulatorUse))\" width=\"\(fixed(bar, 1))\" "
                + "height=\"\(fixed(layer.accumulatorUse * Self.height, 1))\"><title>\(HTMLPage.escaped(title))</title></rect>\n"
        }
        return plot(
            "The proof: the largest sum that any input can cause", marks,
            "Of a 32-bit accumulator, for the worst input that the number formats allow, not only for those seen. No bar can reach the line."
        )
    }

    private func grid(_ y: String, _ label: String) -> String {
        "<line class=\"grid\" x1=\"\(Self.margin)\" x2=\"\(Self.width)\" y1=\"\(y)\" y2=\"\(y)\"/>"
            + "<text x=\"\(Self.margin - 6)\" y=\"\(y)\" dy=\"4\" text-anchor=\"end\">\(label)</text>\n"
    }

    private func plot(_ title: String, _ marks: String, _ note: String) -> String {
        """
        <section><h2>\(title)</h2>
        <svg viewBox="0 0 \(fixed(Self.width, 0)) \(fixed(Self.height + 20, 0))" role="img" aria-label="\(title)">
        \(marks)</svg>
        <p class="note">\(note)</p></section>

        """
    }

    private var worst: String {
        let worst = samples.sorted { ($0.sqnr, $0.name) < ($1.sqnr, $1.name) }.prefix(Self.sampleLimit)
        guard samples.count > 1 else { return "" }
        let cards = worst.map { sample in
            "<figure>" + (sample.path.map(HTMLPage.picture) ?? "")
                + "<figcaption><b>\(fixed(sample.sqnr, 1)) dB</b><br><small>\(HTMLPage.escaped(sample.name))</small></figcaption></figure>\n"
        }
        return """
            <section><h2>Least like float32</h2>
            <p class="note">The \(worst.count) of \(samples.count) calibration samples whose scores have the least signal to noise.</p>
            <div class="pictures">
            \(cards.joined())</div></section>

            """
    }

    private var layers: String {
        let total = Double(nanoseconds.values.reduce(0, +))
        let head = [
            "layer", "operator", "weights", "bits in", "bits w", "kc", "chunks", "accumulator", "own SQNR", "SQNR",
            "saturated",
            "time", "magnitudes of the output",
        ]
        let rows = report.layers.map { layer in
            let share = total > 0 ? Double(nanoseconds[layer.node] ?? 0) / total : 0
            let cells = [
                layer.node, layer.operatorName, layer.weightShape.map(String.init).joined(separator: "x"),
                String(layer.inputBits), String(layer.weightBits), String(layer.chunk), String(layer.chunks),
                percent(layer.accumulatorUse), "\(fixed(layer.predictedSQNR, 1)) dB",
                layer.measuredSQNR.map { "\(fixed($0, 1)) dB" } ?? "", String(saturations[layer.node] ?? 0),
                percent(share),
            ]
            return "<tr>" + cells.map { "<td>\(HTMLPage.escaped($0))</td>" }.joined()
                + "<td>\(magnitudes[layer.node].map(Self.spark) ?? "")</td></tr>\n"
        }
        return """
            <section><h2>Layers</h2>
            <div class="scroll"><table>
            <thead><tr>\(head.map { "<th>\($0)</th>" }.joined())</tr></thead>
            <tbody>\(rows.joined())</tbody>
            </table></div>
            <p class="note">kc: products of one exact sum. Time: share of one inference on this machine. Magnitudes: a bar for each power of two, from 2^-24
            to 2^15; hover for the counts.</p></section>

            """
    }

    /// A bar for each power of two.
    private static func spark(_ histogram: MagnitudeHistogram) -> String {
        let range = -24...15
        let most = Double(max(1, histogram.counts.values.max() ?? 1))
        var bars = ""
        for exponent in range {
            // What is smaller or larger counts at the ends.
            let count = histogram.counts.reduce(0) { sum, entry in
                min(max(entry.key, range.lowerBound), range.upperBound) == exponent ? sum + entry.value : sum
            }
            guard count > 0 else { continue }
            let height = max(1, 20 * Double(count) / most)
            bars +=
                "<rect class=\"dot\" x=\"\((exponent - range.lowerBound) * 4)\" y=\"\(fixed(22 - height, 1))\" width=\"3\" "
                + "height=\"\(fixed(height, 1))\"><title>2^\(exponent): \(count)</title></rect>"
        }
        return
            "<svg class=\"spark\" viewBox=\"0 0 160 22\" role=\"img\" aria-label=\"histogram of magnitudes; \(histogram.zeros) zeros\">\(bars)</svg>"
    }

    /// What was chosen on some samples and judged on others; empty where nothing was.
    private var calibration: String {
        guard let validation = report.validation else { return "" }
        var rows = CalibrationMethod.allCases.compactMap { method in
            validation.methods[method].map { ["ranges by \(method.rawValue)", String($0)] }
        }
        rows += validation.transforms.map {
            ["originals after a fit to the transform \"\($0.name)\"", "\(fixed($0.sqnr, 2)) dB"]
        }
        if validation.heldOut > 0 {
            if !validation.methods.isEmpty {
                rows.append(["ranges worse than min-max on samples held out", String(validation.regrettedRanges)])
            }
            rows += [
                ["outputs SQNR, \(validation.chosenBy) samples chosen by", "\(fixed(validation.chosenSQNR, 1)) dB"],
                ["outputs SQNR, \(validation.heldOut) samples held out", "\(fixed(validation.heldOutSQNR, 1)) dB"],
                ["fitted to too few samples", validation.isOverfitted ? "yes: add more" : "no"],
            ]
        }
        return HTMLPage.table("Calibration", ["what", "figure"], rows)
    }

    /// What each layer's bits are worth; empty where that was not measured.
    private var sensitivity: String {
        guard let sensitivity = report.sensitivity else { return "" }
        let widths = Array(QuantizerOptions.widths)
        let rows = sensitivity.layers.flatMap { layer in
            [("weights", layer.weights), ("input", layer.input)].map { part, noise in
                [layer.node, part] + widths.map { noise[$0].map { fixed(-10 * log10($0), 1) } ?? "" }
            }
        }
        return HTMLPage.table(
            "Outputs SQNR in dB where only these have fewer bits", ["layer", ""] + widths.map(String.init), rows)
    }

    private var settingsTable: String {
        HTMLPage.table(
            "Settings", ["setting", "value"], settings.sorted { $0.key < $1.key }.map { [$0.key, $0.value] })
    }
}
