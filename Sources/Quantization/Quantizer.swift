import FixedPoint
package import ModelGraph
import Reference

/// Post-training quantization of a float32 graph into INT16 dynamic fixed point; docs/numerics.md has the whole story.
package enum Quantizer {
    /// Measures ranges on the calibration samples, chooses bits and chunks, and quantizes with proof.
    ///
    /// The same graph, samples and options give the same result.
    ///
    /// - Parameters:
    ///   - graph: after `GraphPasses.optimized`.
    ///   - progress: is told the stage and how far it is, 0...1.
    /// - Throws: `QuantizationError`, or what the samples' source throws.
    package static func quantize(
        graph source: Graph, calibration: CalibrationSource, options: QuantizerOptions,
        progress: (_ stage: String, _ fraction: Double) -> Void
    ) throws -> (QuantizedGraph, QuantizationReport) {
        try options.check()
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
        let observers = try observe(graph, values, calibration, options.method, progress)
        let ranges = ValueRanges(graph, values, observers, options)

        var analyses: [LayerAnalysis] = []
        for (index, layer) in layers.enumerated() {
            progress("analyzing layers", Double(index) / Double(layers.count))
            let input = layer.node.inputs[0]
            let output = observers[layer.node.outputs[0]]
            analyses.append(
                LayerAnalysis(
                    node: layer.node, weights: layer.weights, chunks: options.chunks, range: ranges.limits(input),
                    inputEnergy: observers[input]?.power ?? 0, outputEnergy: output?.power ?? 0,
                    outputElements: Double(output?.count ?? 0)))
        }
        let prepared = Prepared(
            graph: graph, layers: layers, analyses: analyses, values: values, ranges: ranges, observers: observers)
        let judge = try OutputNoise(graph, calibration)
        func attempt(_ options: QuantizerOptions) throws -> Attempt {
            var (model, report) = try quantize(prepared, options, progress)
            report.samples = calibration.count
            return Attempt(model: model, report: report, sqnr: try judge.sqnr(model))
        }
        for options in layers.contains(where: \.weights.suitsWinograd) ? options.withWinograd : [] {
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

    /// What does not depend on how many bits are spent.
    private struct Prepared {
        let graph: Graph
        let layers: [(node: Node, weights: LayerWeights)]
        let analyses: [LayerAnalysis]
        let values: ValueFormats
        let ranges: ValueRanges
        let observers: [String: RangeObserver]
    }

    private static func quantize(
        _ prepared: Prepared, _ options: QuantizerOptions, _ progress: (String, Double) -> Void
    ) throws -> (model: QuantizedGraph, report: QuantizationReport) {
        let (graph, layers, analyses) = (prepared.graph, prepared.layers, prepared.analyses)
        let (formats, choices) = allocate(
            graph, prepared.values, prepared.ranges, prepared.observers, analyses, options)
        var result = QuantizedGraph(graph: graph, formats: formats, layers: [:])
        var report = QuantizationReport(layers: [], samples: 0)
        let installer = WeightInstaller(graph)
        for (index, layer) in layers.enumerated() {
            progress("quantizing weights", Double(index) / Double(layers.count))
            guard let input = formats[layer.node.inputs[0]], let choice = choices[layer.node.name] else {
                throw QuantizationError(.model, "its input is no float32 activation", at: layer.node)
            }
            let quantized = try QuantizedLayer(
                layer.weights, analysis: analyses[index], choice: choice, input: input, node: layer.node)
            installer.install(quantized, layer.node, layer.weights, in: &result)
            report.layers.append(
                QuantizationReport.Layer(
                    layer.node, weightShape: graph.initializers[layer.node.inputs[1]]?.shape ?? [],
                    reduction: layer.weights.reduction, layer: quantized, input: input,
                    predictedSQNR: analyses[index].predictedSQNR(choice: choice, inputExponent: input.exponent)))
        }
        installer.removeUnused(in: &result)
        progress("quantizing weights", 1)
        return (result, report)
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

    /// Formats by value and chunk choices by node.
    private static func allocate(
        _ graph: Graph, _ values: ValueFormats, _ ranges: ValueRanges, _ observers: [String: RangeObserver],
        _ analyses: [LayerAnalysis], _ options: QuantizerOptions
    ) -> (formats: [String: DFPFormat], choices: [String: Int]) {
        let byNode = Dictionary(uniqueKeysWithValues: analyses.map { ($0.node, $0) })
        var readers: [String: [LayerAnalysis]] = [:]
        // Values that something else than a layer's product reads as integers.
        var othersRead: Set<String> = []
        for node in graph.nodes {
            for (index, input) in node.inputs.enumerated() {
                guard let group = values.group(input) else { continue }
                if index == 0, let analysis = byNode[node.name] {
                    readers[group, default: []].append(analysis)
                } else if !node.outputs.contains(where: { values.group($0) == group }) {
                    othersRead.insert(group)
                }
            }
        }
        for output in graph.outputs { if let group = values.group(output.name) { othersRead.insert(group) } }
        var formats: [String: DFPFormat] = [:]
        var choices: [String: Int] = [:]
        for group in values.groups {
            let own = readers[group] ?? []
            let allocation = BitAllocation.best(
                exponent: ranges.exponent(group), readers: own,
                energy: othersRead.contains(group) ? observers[group]?.power : nil, options: options,
                within: values.bits(group))
            for (reader, choice) in zip(own, allocation.choices) { choices[reader.node] = choice }
            formats[group] = ranges.format(group, bits: allocation.bits)
        }
        for value in values.integers { formats[value] = values.group(value).flatMap { formats[$0] } }
        return (formats, choices)
    }
}
