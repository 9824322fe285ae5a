extension QuantizationReport {
    /// The report as a table for a terminal, a line per layer, with a line of totals.
    package var text: String {
        let header =
            ["layer", "operator", "weights", "bits in", "bits w", "kc", "chunks", "acc"]
            + (pruning == nil ? [] : ["zeros"]) + ["predicted", "measured"]
        let rows = layers.map { layer in
            [
                layer.node, layer.operatorName, layer.weightShape.map(String.init).joined(separator: "x"),
                String(layer.inputBits), String(layer.weightBits), String(layer.chunk), String(layer.chunks),
                Self.decimal(layer.accumulatorUse * 100, 1) + "%",
            ] + (pruning == nil ? [] : [Self.decimal(layer.zeros * 100, 1) + "%"]) + [
                Self.decimal(layer.predictedSQNR, 1) + " dB",
                layer.measuredSQNR.map { Self.decimal($0, 1) + " dB" } ?? "-",
            ]
        }
        var lines = Self.table(header, rows, names: 3)
        let split = layers.filter { $0.chunks > 1 }.count
        let worst = layers.map(\.predictedSQNR).min() ?? 0
        lines.append(
            "\(layers.count) layers, \(split) of them in chunks; \(samples) calibration samples; "
                + "lowest predicted SQNR \(Self.decimal(worst, 1)) dB")
        if let pruning {
            let weights = layers.map { Double($0.weightShape.reduce(1, *)) }
            let zeros = zip(layers, weights).reduce(0) { $0 + $1.0.zeros * $1.1 } / max(weights.reduce(0, +), 1)
            lines.append("pruned: \(pruning); \(Self.decimal(zeros * 100, 1))% of all weights are zero")
        }
        if let sensitivity { lines += Self.lines(sensitivity) }
        if let validation { lines += Self.lines(validation) }
        if let quality {
            lines.append(
                "against float32: top-1 the same on \(quality.top1Agreement) of \(quality.samples), scores SQNR "
                    + "\(Self.decimal(quality.scoresSQNR, 1)) dB, largest error \(Self.decimal(quality.largestError, 5))"
            )
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Lines of a table; the first `names` columns are set to the left, numbers to the right.
    private static func table(_ header: [String], _ rows: [[String]], names: Int) -> [String] {
        let widths = header.indices.map { column in ([header] + rows).map { $0[column].count }.max() ?? 0 }
        return ([header] + rows).map { cells in
            let padded = cells.enumerated().map { column, cell in
                let space = String(repeating: " ", count: widths[column] - cell.count)
                return column < names ? cell + space : space + cell
            }
            var text = padded.joined(separator: "  ")
            while text.hasSuffix(" ") { text.removeLast() }
            return text
        }
    }

    private static func lines(_ sensitivity: Sensitivity) -> [String] {
        let widths = Array(QuantizerOptions.widths)
        let rows = sensitivity.layers.flatMap { layer in
            [("weights", layer.weights), ("input", layer.input)].map { part, noise in
                [layer.node, part] + widths.map { noise[$0].map { decimal(Decibel.ratio(1, $0), 1) } ?? "-" }
            }
        }
        return ["", "outputs SQNR in dB where only these have fewer bits:"]
            + table(["layer", ""] + widths.map(String.init), rows, names: 2) + [""]
    }

    private static func lines(_ validation: Validation) -> [String] {
        var lines: [String] = []
        if !validation.methods.isEmpty {
            let counts = CalibrationMethod.rules.compactMap { method in
                validation.methods[method].map { "\(method.rawValue) \($0)" }
            }
            lines.append(
                "ranges by method: \(counts.joined(separator: ", "))"
                    + (validation.heldOut > 0
                        ? "; \(validation.regrettedRanges) worse than min-max on the samples held out" : ""))
        }
        if !validation.transforms.isEmpty {
            let tried = validation.transforms.map { "\($0.name) \(decimal($0.sqnr, 2)) dB" }
            lines.append("transforms tried: \(tried.joined(separator: ", "))")
        }
        guard validation.heldOut > 0 else { return lines }
        lines.append(
            "outputs SQNR \(decimal(validation.chosenSQNR, 1)) dB on the \(validation.chosenBy) samples chosen by, "
                + "\(decimal(validation.heldOutSQNR, 1)) dB on \(validation.heldOut) held out"
                + (validation.isOverfitted ? ": fitted to too few samples, add more" : ""))
        return lines
    }

    /// A number with a fixed count of digits behind the point.
    private static func decimal(_ value: Double, _ digits: Int) -> String {
        guard value.isFinite, abs(value) < 1e12 else { return "\(value)" }
        var unit = 1
        for _ in 0..<digits { unit *= 10 }
        let scaled = Int((abs(value) * Double(unit)).rounded())
        let fraction = String(scaled % unit)
        let zeros = String(repeating: "0", count: digits - fraction.count)
        return (value < 0 && scaled != 0 ? "-" : "") + "\(scaled / unit).\(zeros)\(fraction)"
    }
}
