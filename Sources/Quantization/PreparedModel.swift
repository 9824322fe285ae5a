import FixedPoint
import Inference
import ModelGraph

/// A float32 model and what calibration knows of it: all that quantizing needs but how many bits to spend.
struct PreparedModel {
    let graph: Graph
    let layers: [(node: Node, weights: LayerWeights)]
    let values: ValueFormats
    let readers: ValueReaders
    let observers: [String: RangeObserver]
    var ranges: ValueRanges
    private(set) var analyses: [LayerAnalysis] = []
    let pool: WorkerPool

    init(
        graph: Graph, layers: [(node: Node, weights: LayerWeights)], values: ValueFormats, readers: ValueReaders,
        observers: [String: RangeObserver], ranges: ValueRanges, pool: WorkerPool
    ) {
        (self.graph, self.layers, self.values, self.readers) = (graph, layers, values, readers)
        (self.observers, self.ranges, self.pool) = (observers, ranges, pool)
    }

    /// Looks at the weights of all layers, for the bits that the options allow.
    mutating func analyze(_ options: QuantizerOptions, _ progress: (Double) -> Void) {
        analyses = []
        for (index, layer) in layers.enumerated() {
            progress(Double(index) / Double(layers.count))
            let input = layer.node.inputs[0]
            let output = observers[layer.node.outputs[0]]
            let bits = values.group(input).map { self.bits($0, options).upperBound } ?? 16
            analyses.append(
                LayerAnalysis(
                    node: layer.node, weights: layer.weights, chunks: options.chunks,
                    range: ranges.limits(input, bits: bits), inputEnergy: observers[input]?.power ?? 0,
                    outputEnergy: output?.power ?? 0, outputElements: Double(output?.count ?? 0)))
        }
    }

    /// The bits that a format may have.
    func bits(_ group: String, _ options: QuantizerOptions) -> ClosedRange<Int> {
        let allowed = values.bits(group)
        let asked = (readers.layers[group] ?? []).map { options.inputBits($0) }
        // One that leaves the choice open wants what is best.
        let width = asked.isEmpty ? options.valueBits : asked.contains(nil) ? nil : asked.compactMap { $0 }.max()
        guard let width else { return options.activationBits.clamped(to: allowed) }
        // The sign bit of what has no sign holds a bit more.
        let bits = min(width + (ranges.isNotNegative(group) ? 1 : 0), allowed.upperBound)
        return bits...bits
    }

    /// - Parameters:
    ///   - plan: of these options, where it is known.
    ///   - fitted: layers whose weights were rounded elsewhere, by node; the others are rounded to nearest.
    ///   - memo: layers that were quantized before.
    func quantized(
        _ options: QuantizerOptions, _ plan: Allocation? = nil, fitted: [String: QuantizedLayer] = [:],
        memo: LayerMemo? = nil,
        progress: (Double) -> Void = { _ in }
    ) throws -> (model: QuantizedGraph, report: QuantizationReport) {
        let plan = plan ?? allocated(options)
        var result = QuantizedGraph(graph: graph, formats: plan.formats, layers: [:])
        var report = QuantizationReport(layers: [], samples: 0)
        let installer = WeightInstaller(graph)
        for (index, layer) in layers.enumerated() {
            progress(Double(index) / Double(layers.count))
            let name = layer.node.name
            let quantized = try fitted[name] ?? self.layer(index, plan, options, memo: memo)
            guard let input = plan.formats[layer.node.inputs[0]], let choice = plan.choices[name] else { continue }
            installer.install(quantized, layer.node, layer.weights, in: &result)
            report.layers.append(
                QuantizationReport.Layer(
                    layer.node, weightShape: graph.initializers[layer.node.inputs[1]]?.shape ?? [],
                    reduction: layer.weights.reduction, layer: quantized, input: input,
                    predictedSQNR: plan.analyses[index].predictedSQNR(choice: choice, inputExponent: input.exponent)))
        }
        installer.removeUnused(in: &result)
        progress(1)
        return (result, report)
    }

    /// Quantizes the layer of this number.
    ///
    /// - Parameter rounding: of its weights; nil for nearest.
    func layer(
        _ index: Int, _ plan: Allocation, _ options: QuantizerOptions, rounding: (any RowRounding)? = nil,
        memo: LayerMemo? = nil
    ) throws(QuantizationError) -> QuantizedLayer {
        let (node, weights) = layers[index]
        let analysis = plan.analyses[index]
        guard let input = plan.formats[node.inputs[0]], let choice = plan.choices[node.name] else {
            throw QuantizationError(.model, "its input is no float32 activation", at: node)
        }
        let make = { () throws(QuantizationError) in
            try QuantizedLayer(
                weights, analysis: analysis, choice: choice, input: input, node: node,
                rounding: rounding
                    ?? NearestRounding(layer: weights, mayCut: analysis.weightBits < 12 && options.method != .minMax),
                pool: pool)
        }
        guard let memo, rounding == nil else { return try make() }
        return try memo.layer(
            LayerMemo.Key(node: node.name, choice: choice, input: input, weightBits: analysis.weightBits), make)
    }

    /// How bits are spent.
    struct Allocation {
        /// By layer, with the bits of its weights.
        let analyses: [LayerAnalysis]
        /// By value.
        let formats: [String: DFPFormat]
        /// Which of its ways to sum a layer takes, by node.
        let choices: [String: Int]
    }

    /// Formats by value and chunk choices by node.
    func allocated(_ options: QuantizerOptions) -> Allocation {
        var analyses = analyses
        for index in analyses.indices { analyses[index].weightBits = options.weightBits(analyses[index].node) }
        let byNode = Dictionary(uniqueKeysWithValues: analyses.map { ($0.node, $0) })
        var formats: [String: DFPFormat] = [:]
        var choices: [String: Int] = [:]
        for group in values.groups {
            let own = (readers.layers[group] ?? []).compactMap { byNode[$0] }
            let allocation = BitAllocation.best(
                exponent: { ranges.exponent(group, bits: $0) }, readers: own,
                energy: readers.others.contains(group) ? observers[group]?.power : nil, options: options,
                bits: bits(group, options))
            for (reader, choice) in zip(own, allocation.choices) { choices[reader.node] = choice }
            formats[group] = ranges.format(group, bits: allocation.bits)
        }
        for value in values.integers { formats[value] = values.group(value).flatMap { formats[$0] } }
        return Allocation(analyses: analyses, formats: formats, choices: choices)
    }
}

/// Layers that were quantized before, for trials that differ in few of them. Not for several threads.
final class LayerMemo {
    struct Key: Hashable {
        var node: String
        var choice: Int
        var input: DFPFormat
        var weightBits: Int
    }

    private var known: [Key: QuantizedLayer] = [:]

    func layer(
        _ key: Key, _ make: () throws(QuantizationError) -> QuantizedLayer
    ) throws(QuantizationError) -> QuantizedLayer {
        if let layer = known[key] { return layer }
        let layer = try make()
        known[key] = layer
        return layer
    }
}
