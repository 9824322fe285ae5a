import Inference
package import ModelGraph
import Reference

/// Post-training quantization of a float32 graph into INT16 dynamic fixed point; docs/numerics.md has the whole story.
package enum Quantizer {
    /// Measures ranges on the calibration samples, chooses bits and chunks, and quantizes with proof.
    ///
    /// The same graph, samples and options give the same result on machines of one kind: ranges and fits are measured with
    /// OpenBLAS, whose sums have another order on another processor. What was written answers alike everywhere.
    ///
    /// - Parameters:
    ///   - graph: after `GraphPasses.optimized`.
    ///   - threads: to work on; the result does not depend on them.
    ///   - progress: is told the stage and how far it is, 0...1.
    /// - Throws: `QuantizationError`, or what the samples' source throws.
    package static func quantize(
        graph source: Graph, calibration: CalibrationSource, options asked: QuantizerOptions, threads: Int = 1,
        progress: (_ stage: String, _ fraction: Double) -> Void
    ) throws -> (QuantizedGraph, QuantizationReport) {
        try asked.check()
        var options = asked
        guard calibration.count > 0 else {
            throw QuantizationError(
                .calibration, "no calibration samples; give a folder of images or a file of tensors")
        }
        let graph = try withEmbedding(source, options.embedding)
        let values = ValueFormats(graph, types: try graph.inferTypes())
        let layers = try graph.nodes.compactMap {
            node throws(QuantizationError) -> (node: Node, weights: LayerWeights)? in
            FormatRule.of(node, in: graph) == .layer ? (node, try LayerWeights(node, in: graph)) : nil
        }
        if let unknown = options.layerBits.keys.sorted().first(where: { name in
            !layers.contains { $0.node.name == name }
        }
        ) {
            throw QuantizationError(
                .invalidOption,
                "bits for \"\(unknown)\", which is no layer; the first is \"\(layers.first?.node.name ?? "")\"")
        }
        let parts = SampleParts(calibration, heldOut: options.heldOut)
        let observers = try observe(graph, values, parts.chosenBy, options.method, progress)
        var prepared = PreparedModel(
            graph: graph, layers: layers, values: values, readers: ValueReaders(graph, values), observers: observers,
            ranges: ValueRanges(graph, values, observers, options),
            pool: WorkerPool(threads: threads))
        var validation = QuantizationReport.Validation(parts)
        if options.method == .best { try chooseRanges(&prepared, parts, options, &validation, progress) }
        prepared.analyze(options) { progress("analyzing layers", $0) }
        let judge = try OutputNoise(graph, parts.chosenBy, pool: prepared.pool)
        var sensitivity: Sensitivity?
        if options.measuresSensitivity || options.budget != nil {
            let measured = try Sensitivity.measured(prepared, options, judge) { progress("measuring sensitivity", $0) }
            sensitivity = measured
            if let budget = options.budget { try spend(budget, measured, &options) }
        }
        let model: QuantizedGraph
        var report: QuantizationReport
        switch options.rounding {
        case .nearest: (model, report) = try withinTargets(prepared, options, judge, progress)
        case .fitted:
            let fit = WeightFit(prepared: prepared, options: options.direct, parts: parts)
            (model, report) = try fit.fitted(&validation, progress)
        }
        if parts.heldOut.count > 0 {
            progress("judging on samples held out", 0)
            validation.chosenSQNR = try judge.sqnr(model)
            validation.heldOutSQNR = try OutputNoise(graph, parts.heldOut, pool: prepared.pool).sqnr(model)
        }
        if validation.saysSomething { report.validation = validation }
        report.samples = calibration.count
        report.sensitivity = sensitivity
        return (model, report)
    }

    /// Takes the bits of a budget for the layers that none were given for.
    private static func spend(_ budget: BitBudget, _ sensitivity: Sensitivity, _ options: inout QuantizerOptions) throws
    {
        let noise = sensitivity.layers.map { layer in
            options.layerBits[layer.node].map { bits in layer.weights.filter { $0.key == bits.weights } }
                ?? layer.weights
        }
        guard let bits = budget.best(counts: sensitivity.layers.map(\.count), noise: noise) else {
            let weights = sensitivity.layers.map(\.count).reduce(0, +)
            throw QuantizationError(
                .invalidOption,
                "no choice of 4 to 16 bits for \(weights) weights keeps within the budget; the least size is "
                    + "\(weights / 2) bytes")
        }
        for (layer, bits) in zip(sensitivity.layers, bits) {
            options.layerBits[layer.node] = LayerBits(weights: bits, input: options.layerBits[layer.node]?.input)
        }
    }

    /// The cheapest model whose outputs reach the targets, as far as one does.
    private static func withinTargets(
        _ prepared: PreparedModel, _ options: QuantizerOptions, _ judge: OutputNoise,
        _ progress: (String, Double) -> Void
    ) throws -> (model: QuantizedGraph, report: QuantizationReport) {
        func attempt(_ options: QuantizerOptions) throws -> Attempt {
            let (model, report) = try prepared.quantized(options) { progress("quantizing weights", $0) }
            return Attempt(model: model, report: report, sqnr: try judge.sqnr(model))
        }
        for options in prepared.layers.contains(where: \.weights.suitsWinograd) ? options.withWinograd : [] {
            let fast = try attempt(options)
            if fast.sqnr >= options.winogradOutputSQNR { return (fast.model, fast.report) }
        }
        var best = try attempt(options.direct)
        for options in options.finer where best.sqnr < options.outputSQNR {
            let candidate = try attempt(options)
            // Time is not spent on what helps little.
            if candidate.sqnr >= best.sqnr + 3 || candidate.sqnr >= options.outputSQNR { best = candidate }
        }
        return (best.model, best.report)
    }

    /// A quantized model, and the least signal to noise of its outputs in dB.
    private struct Attempt {
        let model: QuantizedGraph
        let report: QuantizationReport
        let sqnr: Double
    }

    /// For `CalibrationMethod.best`.
    private static func chooseRanges(
        _ prepared: inout PreparedModel, _ parts: SampleParts, _ options: QuantizerOptions,
        _ validation: inout QuantizationReport.Validation, _ progress: (String, Double) -> Void
    ) throws {
        let executor = try ReferenceExecutor(graph: prepared.graph)
        let total = Double(parts.chosenBy.count + parts.heldOut.count)
        func measure(_ samples: CalibrationSource, after done: Int) throws -> RangeChoice {
            var choice = RangeChoice(prepared, options)
            try choice.add(samples, executor) { progress("choosing ranges", Double(done + $0) / total) }
            return choice
        }
        let chosen = try measure(parts.chosenBy, after: 0)
        let other = try measure(parts.heldOut, after: parts.chosenBy.count)
        for (group, choice) in chosen.choices {
            prepared.ranges.choose(
                exponent: choice.exponent, for: group, bits: prepared.bits(group, options).upperBound)
            validation.methods[choice.method, default: 0] += 1
        }
        validation.methods[.minMax, default: 0] += prepared.values.groups.count - chosen.choices.count
        validation.regrettedRanges = parts.heldOut.count > 0 ? chosen.regretted(on: other) : 0
    }

    /// The value before the classifier: the first input of the last Gemm or MatMul with constant weights, nil if there is
    /// none.
    package static func defaultEmbedding(_ graph: Graph) -> String? {
        graph.nodes.last { node in
            (node.op is Gemm || node.op is MatMul) && node.inputs.count > 1
                && graph.initializers[node.inputs[0]] == nil && graph.initializers[node.inputs[1]] != nil
        }?.inputs.first
    }

    private static func withEmbedding(_ graph: Graph, _ embedding: String?) throws -> Graph {
        guard let embedding, !graph.outputs.contains(where: { $0.name == embedding }) else { return graph }
        guard let type = try graph.inferTypes()[embedding], graph.initializers[embedding] == nil else {
            throw QuantizationError(.invalidOption, "there is no value \"\(embedding)\" to take as the embedding")
        }
        var graph = graph
        graph.outputs.append(Port(name: embedding, type: type))
        return graph
    }

    /// What the values that get a format, and the results of layers, look like over all samples.
    private static func observe(
        _ graph: Graph, _ values: ValueFormats, _ calibration: CalibrationSource, _ method: CalibrationMethod,
        _ progress: (String, Double) -> Void
    ) throws -> [String: RangeObserver] {
        let executor = try ReferenceExecutor(graph: graph)
        var watched = values.integers
        for node in graph.nodes where FormatRule.of(node, in: graph) == .layer { watched.formUnion(node.outputs) }
        var observers: [String: RangeObserver] = [:]
        for index in 0..<calibration.count {
            progress("measuring ranges", Double(index) / Double(calibration.count))
            _ = try executor.run(try calibration.sample(index)) { name, value in
                guard watched.contains(name), let floats = value.floats else { return }
                guard observers[name, default: RangeObserver()].observe(floats) else {
                    throw QuantizationError(
                        .calibration,
                        "the value \"\(name)\" is NaN or infinite on calibration sample \(index); check the samples and the "
                            + "preprocessing")
                }
                if method != .minMax { observers[name]?.spread(floats) }
            }
        }
        return observers
    }
}
