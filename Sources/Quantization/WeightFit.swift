import FixedPoint
import Inference
import ModelGraph
import Reference

/// Rounds the weights of a model so that its layers' outputs, not their weights, stay close to the float32 model's.
///
/// Both models run side by side, node after node, on all samples at once. When a layer's turn comes, everything before it is
/// quantized already: its weights are fitted to what it will really read, and make up for what was lost before it.
struct WeightFit {
    /// Rows of one sample that a layer is fitted to at most.
    private static let rowLimit = 128
    /// The second moments of longer reductions are not worth their memory: such layers are rounded to nearest.
    private static let reductionLimit = 4608
    /// Samples that each transform is tried with.
    private static let searchLimit = 12
    /// Bytes that the values of all samples may take at a time; fewer samples are taken where they would take more.
    private static let memoryLimit = 6 << 30

    let prepared: PreparedModel
    let options: QuantizerOptions
    let parts: SampleParts

    /// The fitted model; with `transforms` the best of several, by the originals.
    func fitted(
        _ validation: inout QuantizationReport.Validation, _ progress: (String, Double) -> Void
    ) throws -> (model: QuantizedGraph, report: QuantizationReport) {
        guard options.transforms else {
            return try fitted(with: SampleTransform.all[0], "fitting weights", progress)
        }
        guard SampleTransform.fits(try parts.chosenBy.sample(0)) else {
            throw QuantizationError(
                .invalidOption,
                "meta-calibration transforms images, of shape (N, 1 to 4 channels, H, W); these samples are none")
        }
        // Judged on the originals: those held out, where there are some.
        let judge = try OutputNoise(
            prepared.graph, parts.heldOut.count > 0 ? parts.heldOut : parts.chosenBy, pool: prepared.pool, limit: 32)
        var best: (transform: SampleTransform, sqnr: Double)?
        for (index, transform) in SampleTransform.all.enumerated() {
            let stage = "fitting weights, transform \(index + 1) of \(SampleTransform.all.count)"
            let candidate = try fitted(with: transform, samples: Self.searchLimit, stage, progress)
            let sqnr = try judge.sqnr(candidate.model)
            validation.transforms.append((transform.name, sqnr))
            if sqnr > best?.sqnr ?? -.infinity { best = (transform, sqnr) }
        }
        return try fitted(with: best?.transform ?? SampleTransform.all[0], "fitting weights", progress)
    }

    private func fitted(
        with transform: SampleTransform, samples: Int = .max, _ stage: String, _ progress: (String, Double) -> Void
    ) throws -> (model: QuantizedGraph, report: QuantizationReport) {
        let plan = prepared.allocated(options)
        var pairs = try pairs(transform, limit: samples, plan.formats)
        let layers = Dictionary(
            uniqueKeysWithValues: prepared.layers.enumerated().map { ($0.element.node.name, $0.offset) })
        var lastReader: [String: Int] = [:]
        for (index, node) in prepared.graph.nodes.enumerated() {
            for name in node.inputs + node.outputs { lastReader[name] = index }
        }
        var fitted: [String: QuantizedLayer] = [:]
        for (index, node) in prepared.graph.nodes.enumerated() {
            progress(stage, Double(index) / Double(prepared.graph.nodes.count))
            var constants: [String: Tensor] = [:]
            var integer = node
            if let layer = layers[node.name] {
                let quantized = try quantized(layer, plan, pairs)
                let weights = prepared.layers[layer].weights
                fitted[node.name] = quantized
                if !weights.hasBias { integer = node.withBias("\(node.name).bias") }
                constants = quantized.constants(of: integer, weights, plan, in: prepared.graph)
            }
            try compute(node, as: integer, constants, plan.formats, &pairs)
            let done = (node.inputs + node.outputs).filter { lastReader[$0] == index }
            for sample in pairs.indices { pairs[sample].forget(done) }
        }
        return try prepared.quantized(options, plan, fitted: fitted)
    }

    /// A sample in both models.
    private struct Pair: Sendable {
        let isHeldOut: Bool
        /// Values that are still read, by name.
        var float: [String: Tensor]
        var quantized: [String: Tensor]

        mutating func forget(_ names: [String]) {
            for name in names {
                float[name] = nil
                quantized[name] = nil
            }
        }
    }

    private func pairs(
        _ transform: SampleTransform, limit samples: Int, _ formats: [String: DFPFormat]
    ) throws -> [Pair] {
        func pair(_ sample: [String: Tensor], isHeldOut: Bool) -> Pair {
            Pair(
                isHeldOut: isHeldOut, float: sample,
                quantized: Dictionary(
                    uniqueKeysWithValues: sample.map { ($0.key, $0.value.rounded(to: formats[$0.key])) }))
        }
        // Twice the largest value in each model are about what lives at a time.
        let largest = prepared.observers.values.map { $0.count / max(1, parts.chosenBy.count) }.max() ?? 1
        let limit = max(8, Self.memoryLimit / max(1, 4 * 4 * largest))
        let isChanged = transform != SampleTransform.all[0]
        let copies = isChanged ? SampleTransform.copies : 0
        var pairs = try (0..<min(parts.heldOut.count, limit / 4)).map {
            pair(try parts.heldOut.sample($0), isHeldOut: true)
        }
        for index in 0..<min(samples, parts.chosenBy.count, (limit - pairs.count) / (1 + copies)) {
            let sample = try parts.chosenBy.sample(index)
            pairs.append(pair(sample, isHeldOut: false))
            for copy in 0..<copies {
                let changed = transform.copy(of: sample, number: UInt64(index * copies + copy))
                pairs.append(pair(changed, isHeldOut: false))
            }
        }
        return pairs
    }

    private func quantized(
        _ index: Int, _ plan: PreparedModel.Allocation, _ pairs: [Pair]
    ) throws -> QuantizedLayer {
        let (node, weights) = prepared.layers[index]
        guard weights.reduction <= Self.reductionLimit, let first = pairs.first?.float[node.inputs[0]],
            let rows = InputRows(node, weights, input: first.shape)
        else { return try prepared.layer(index, plan, options) }
        var (seen, heldOut) = (LayerStatistics(rows), LayerStatistics(rows))
        let matrix = (0..<weights.outputs).flatMap { output in
            (0..<weights.reduction).map { weights.weights[weights.index(output, $0)] }
        }
        for (pair, rows) in zip(pairs, try gathered(node, weights, matrix, pairs)) {
            if pair.isHeldOut {
                try heldOut.add(rows: rows.input, targets: rows.targets, positions: rows.count)
            } else {
                try seen.add(rows: rows.input, targets: rows.targets, positions: rows.count)
            }
        }
        return try prepared.layer(
            index, plan, options, rounding: FittedRounding(weights, seen, heldOut: heldOut))
    }

    /// Some of a layer's rows in one sample.
    private struct Rows: Sendable {
        var count = 0
        /// As the quantized model has them, [group][position][element of the reduction].
        var input: [Float] = []
        /// What the layer should give there, [group][position][output of the group].
        var targets: [Float] = []
    }

    private func gathered(
        _ node: Node, _ weights: LayerWeights, _ matrix: [Float], _ pairs: [Pair]
    ) throws -> [Rows] {
        try prepared.pool.map(tasks: pairs.count) { number in
            let pair = pairs[number]
            guard let float = pair.float[node.inputs[0]], let wanted = float.floats,
                let read = pair.quantized[node.inputs[0]]?.floats,
                let rows = InputRows(node, weights, input: float.shape)
            else { return Rows() }
            let positions = rows.positions(limit: Self.rowLimit, seed: number)
            var targets = try rows.products(rows.rows(of: wanted, at: positions), matrix, positions: positions.count)
            if weights.epilogue.addsResidual, let name = node.inputs.last, let full = pair.float[name]?.floats,
                let rounded = pair.quantized[name]?.floats
            {
                // The layer can make up for what the residual lacks.
                let (full, rounded) = (rows.outputs(of: full, at: positions), rows.outputs(of: rounded, at: positions))
                for index in targets.indices { targets[index] += full[index] - rounded[index] }
            }
            return Rows(count: positions.count, input: rows.rows(of: read, at: positions), targets: targets)
        }
    }

    /// Computes a node in both models.
    ///
    /// - Parameter integer: the node in the quantized model, where it reads these constants.
    private func compute(
        _ node: Node, as integer: Node, _ constants: [String: Tensor], _ formats: [String: DFPFormat],
        _ pairs: inout [Pair]
    ) throws {
        let initializers = prepared.graph.initializers
        func outputs(_ node: Node, _ values: [String: Tensor], _ constants: [String: Tensor]) throws -> [Tensor] {
            try node.op.outputs(
                Arguments(
                    node.inputs.map { constants[$0] ?? values[$0] ?? initializers[$0] },
                    outputCount: node.outputs.count, product: OpenBLASProduct()))
        }
        let results = try prepared.pool.map(tasks: pairs.count) { [pairs] sample in
            (
                float: try outputs(node, pairs[sample].float, [:]),
                quantized: zip(node.outputs, try outputs(integer, pairs[sample].quantized, constants)).map {
                    name, value in
                    value.rounded(to: formats[name])
                }
            )
        }
        for (sample, result) in results.enumerated() {
            for (index, name) in node.outputs.enumerated() where !name.isEmpty {
                pairs[sample].float[name] = result.float[index]
                pairs[sample].quantized[name] = result.quantized[index]
            }
        }
    }
}

extension Tensor {
    /// The numbers of a format next to these; the same without one.
    fileprivate func rounded(to format: DFPFormat?) -> Tensor {
        guard let format, let floats else { return self }
        return Tensor(shape: shape, floats: format.rounded(floats))
    }
}

extension QuantizedLayer {
    /// Weights and bias as the float32 constants that they stand for, by the names that the node reads.
    fileprivate func constants(
        of node: Node, _ layer: LayerWeights, _ plan: PreparedModel.Allocation, in graph: Graph
    ) -> [String: Tensor] {
        var floats = [Float](repeating: 0, count: weights.count)
        let inputExponent = plan.formats[node.inputs[0]]?.exponent ?? 0
        var offsets: [Float] = []
        for output in 0..<layer.outputs {
            let step = Float(sign: .plus, exponent: format.weightExponents[output], significand: 1)
            for r in 0..<layer.reduction {
                let index = layer.index(output, r)
                floats[index] = Float(weights[index]) * step
            }
            offsets.append(
                Float(
                    Double(bias[output])
                        * Double(sign: .plus, exponent: format.weightExponents[output] + inputExponent, significand: 1))
            )
        }
        var constants = [
            node.inputs[1]: Tensor(shape: graph.initializers[node.inputs[1]]?.shape ?? [weights.count], floats: floats)
        ]
        constants[node.inputs[2]] = Tensor(shape: [layer.outputs], floats: offsets)
        return constants
    }
}
