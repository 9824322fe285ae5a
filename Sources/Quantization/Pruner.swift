package import ModelGraph
import Reference

/// Sets weights of a float32 graph to zero, without training, and fits the others to what the layers computed before.
///
/// Four steps, all on the calibration samples. The whole is deterministic.
/// 1. Each block of weights (or each weight) gets the energy that its loss adds to the error of its layer's output.
/// 2. Each layer alone loses some weights, which tells how an error of its output becomes one of the model's outputs.
///    These distortions of layers add (Xu et al., "Efficient Joint Optimization of Layer-Adaptive Weight Pruning in
///    Deep Neural Networks", 2023), so that what goes is what adds the least for its gain over all layers
///    (`PruningChoice`): for a multiply-add in blocks, for a weight else.
/// 3. The bias takes over the mean of what is lost, and the weights that are left of each row become the least squares
///    solution for the float32 model's outputs of the layer ("Optimal Brain Surgeon" as one solution for all that goes
///    at once; Hassibi and Stork, 1993), as near to the weights that were as is best for the other half of the samples.
/// 4. Layers are fitted in the order of the graph, with the inputs that the pruned layers before them give, so that
///    they also make good for what those lost.
///
/// Depthwise convolutions, the first layer, and layers with few weights are left alone: they have few weights to lose,
/// and much depends on each.
package struct Pruner {
    /// Layers with fewer weights are left alone.
    private static let fewestWeights = 1024
    /// Longer reductions are pruned, but not fitted: time grows with the third power, memory with the second.
    private static let longestReduction = 2500
    /// Rows of all samples that least squares are made of, about.
    private static let rowTarget = 16384
    /// What may be added to each squared norm, as a part of it: the larger, the nearer the solution stays to the
    /// weights that were.
    private static let ridges = [0.01, 0.1, 1, 10]
    /// Panels of a layer that tell which of these is best.
    private static let judgedPanels = 8
    /// How much of one layer is removed, and for how many samples, to see what that does to the outputs.
    private static let trialShare = 0.25
    private static let trialSamples = 8
    /// How often the samples run through the graph for fitting: layers between are fitted with the same inputs.
    private static let stages = 12
    /// Bytes of matrices that are held for fitting at a time.
    private static let matrixBytes = 512 << 20

    private let graph: Graph
    private let types: [String: TensorType]
    private let calibration: CalibrationSource
    private let layers: [Layer]

    private struct Layer {
        let node: Node
        let weights: LayerWeights
        let rows: LayerRows
        /// Whether the bias is the layer's own.
        let fitsBias: Bool

        /// Weights with zeros, the others as they were; and the bias, which takes over the mean of what is lost, if it
        /// is the layer's own.
        func without(_ choice: PruningChoice, _ moments: [Moments]) -> (weights: [Float], bias: [Float]?) {
            var result = weights.weights
            var bias = weights.bias.map { Double($0) }
            for group in 0..<choice.groups {
                for panel in 0..<choice.panels {
                    let removed = choice.removed(group: group, panel: panel)
                    for output in choice.outputs(ofPanel: panel) {
                        let channel = group * choice.outputs + output
                        for r in removed {
                            let index = weights.index(channel, r)
                            bias[channel] += Double(result[index]) * moments[group].mean[r]
                            result[index] = 0
                        }
                    }
                }
            }
            return (result, fitsBias ? bias.map { Float($0) } : nil)
        }
    }

    /// - Parameters:
    ///   - graph: after `GraphPasses.optimized`.
    ///   - progress: is told the stage and how far it is, 0...1.
    /// - Returns: the same graph with zeros and fitted weights.
    /// - Throws: `QuantizationError`, or what the samples' source throws.
    package static func prune(
        graph: Graph, calibration: CalibrationSource, options: PruningOptions,
        progress: (_ stage: String, _ fraction: Double) -> Void
    ) throws -> Graph {
        if let problem = options.problem { throw QuantizationError(.invalidOption, "a pruning ratio of \(problem)") }
        guard options.ratio > 0 else { return graph }
        guard calibration.count > 0 else {
            throw QuantizationError(
                .calibration, "no calibration samples; give a folder of images or a file of tensors")
        }
        let pruner = try Pruner(graph, calibration)
        guard !pruner.layers.isEmpty else {
            throw QuantizationError(
                .model,
                "nothing to prune: beside the first layer there is none with \(fewestWeights) weights of its own")
        }
        let statistics = try pruner.statistics(progress)
        var choices = try pruner.choices(statistics, options.structure, progress)
        PruningChoice.choose(&choices, ratio: options.ratio)
        return try pruner.fitted(choices, statistics, progress)
    }

    private init(_ graph: Graph, _ calibration: CalibrationSource) throws {
        self.graph = graph
        self.calibration = calibration
        types = try graph.inferTypes()
        let readers = graph.readerCounts
        let nodes = graph.nodes.filter { FormatRule.of($0, in: graph) == .layer }
        layers = try nodes.dropFirst().compactMap { node in
            let weights = try LayerWeights(node, in: graph)
            guard weights.canSplit, weights.weights.count >= Self.fewestWeights, readers[node.inputs[1]] == 1
            else { return nil }
            return Layer(
                node: node, weights: weights, rows: LayerRows(node, weights),
                fitsBias: weights.hasBias && readers[node.inputs[2]] == 1)
        }
    }

    /// Rows of one sample.
    private var rowLimit: Int { max(64, Self.rowTarget / calibration.count) }

    /// What each part of each layer costs, in units of the model's outputs.
    private func choices(
        _ statistics: [Statistics], _ structure: PruningOptions.Structure, _ progress: (String, Double) -> Void
    ) throws -> [PruningChoice] {
        var choices = layers.indices.map { index in
            PruningChoice(
                layers[index].weights, groups: layers[index].rows.groups,
                moments: statistics[index].moments.map { layers[index].fitsBias ? $0.variance : $0.square },
                structure: structure)
        }
        // What a small loss of each layer alone does to the outputs.
        let executor = try ReferenceExecutor(graph: graph)
        let samples = try (0..<min(Self.trialSamples, calibration.count)).map { index in
            // Spread over all samples.
            let inputs = try calibration.sample(index * calibration.count / min(Self.trialSamples, calibration.count))
            return (inputs: inputs, outputs: try executor.run(inputs))
        }
        for index in layers.indices {
            progress("measuring what layers matter", Double(index) / Double(layers.count))
            if structure == .block { choices[index].gain = Double(max(1, statistics[index].positions)) }
            var trial = choices[index]
            let cost = trial.remove(share: Self.trialShare)
            var changed = graph
            install(layers[index].without(trial, statistics[index].moments), layers[index], in: &changed)
            let executor = try ReferenceExecutor(graph: changed)
            var error = 0.0
            for sample in samples {
                let outputs = try executor.run(sample.inputs)
                for (name, expected) in sample.outputs {
                    guard let expected = expected.floats, let got = outputs[name]?.floats else { continue }
                    var energy = ErrorEnergy()
                    energy.add(expected, got)
                    error += energy.relative
                }
            }
            // Where nothing was lost, nothing is known of the rest; then it counts as it is.
            if cost > 0 { choices[index].sensitivity = Float(error / cost) }
        }
        return choices
    }

    /// Mean and mean square of the elements of a layer's inputs, one group of it.
    private struct Moments {
        var mean: [Double]
        var square: [Double]

        /// What is lost of an element on average, squared, where the bias takes over the mean.
        var variance: [Double] { zip(square, mean).map { max(0, $0 - $1 * $1) } }
    }

    /// What the samples say of one layer's inputs.
    private struct Statistics {
        /// Of each group.
        var moments: [Moments]
        /// Output positions of one sample.
        var positions = 0
        /// Rows that the moments are made of.
        var rows = 0

        /// Adds the inputs of one sample; means are sums until they are divided by `rows`.
        mutating func add(_ value: Tensor, _ layer: LayerRows, limit: Int, phase: Int) throws {
            positions = try layer.count(of: value)
            for group in moments.indices {
                let block = try layer.rows(of: value, group: group, limit: limit, phase: phase, endingInOne: false)
                for first in stride(from: 0, to: block.count, by: layer.length) {
                    for r in 0..<layer.length {
                        moments[group].mean[r] += block[first + r]
                        moments[group].square[r] += block[first + r] * block[first + r]
                    }
                }
                if group == 0 { rows += block.count / layer.length }
            }
        }
    }

    /// Of each layer.
    private func statistics(_ progress: (String, Double) -> Void) throws -> [Statistics] {
        var statistics = layers.map { layer in
            let zeros = [Double](repeating: 0, count: layer.rows.length)
            return Statistics(
                moments: [Moments](repeating: Moments(mean: zeros, square: zeros), count: layer.rows.groups))
        }
        let inputs = Set(layers.map { $0.node.inputs[0] }).sorted()
        let executor = try ReferenceExecutor(graph: part(of: graph, giving: inputs))
        for sample in 0..<calibration.count {
            progress("measuring what weights matter", Double(sample) / Double(calibration.count))
            let values = try executor.run(try calibration.sample(sample))
            for index in layers.indices {
                guard let value = values[layers[index].node.inputs[0]] else { continue }
                try statistics[index].add(value, layers[index].rows, limit: rowLimit, phase: sample)
            }
        }
        for index in layers.indices {
            let count = Double(max(statistics[index].rows, 1))
            for group in statistics[index].moments.indices {
                statistics[index].moments[group].mean = statistics[index].moments[group].mean.map { $0 / count }
                statistics[index].moments[group].square = statistics[index].moments[group].square.map { $0 / count }
            }
        }
        return statistics
    }

    /// The graph with the chosen zeros, and the other weights of these layers fitted.
    private func fitted(
        _ choices: [PruningChoice], _ statistics: [Statistics], _ progress: (String, Double) -> Void
    ) throws -> Graph {
        var result = graph
        let stages = stages()
        var done = 0
        for stage in stages {
            var fits = stage.map { Fit(layers[$0].rows, order: layers[$0].rows.length + (layers[$0].fitsBias ? 1 : 0)) }
            let values = Array(Set(stage.map { layers[$0].node.inputs[0] })).sorted()
            let original = try ReferenceExecutor(graph: part(of: graph, giving: values))
            let pruned = try ReferenceExecutor(graph: part(of: result, giving: values))
            for sample in 0..<calibration.count where fits.contains(where: { !$0.isEmpty }) {
                progress(
                    "fitting the weights that are left",
                    (Double(done) + Double(stage.count * sample) / Double(calibration.count)) / Double(layers.count))
                let inputs = try calibration.sample(sample)
                let (targets, given) = (try original.run(inputs), try pruned.run(inputs))
                for (index, layer) in stage.map({ layers[$0] }).enumerated() {
                    guard let target = targets[layer.node.inputs[0]], let own = given[layer.node.inputs[0]] else {
                        continue
                    }
                    try fits[index].add(
                        layer.rows, target: target, given: own, limit: rowLimit, sample: sample, bias: layer.fitsBias)
                }
            }
            for (index, layer) in stage.enumerated() {
                let start = layers[layer].without(choices[layer], statistics[layer].moments)
                install(fits[index].weights(layers[layer], choices[layer], start: start), layers[layer], in: &result)
                done += 1
            }
        }
        return result
    }

    /// Numbers of layers that are fitted with the same inputs, in the order of the graph.
    private func stages() -> [[Int]] {
        let most = (layers.count - 1) / Self.stages + 1
        var stages: [[Int]] = [[]]
        var bytes = 0
        for index in layers.indices {
            let rows = layers[index].rows
            let own = rows.length > Self.longestReduction ? 0 : 32 * rows.groups * (rows.length + 1) * (rows.length + 1)
            if let last = stages.last, !last.isEmpty, last.count == most || bytes + own > Self.matrixBytes {
                stages.append([])
                bytes = 0
            }
            stages[stages.count - 1].append(index)
            bytes += own
        }
        return stages
    }

    /// The part of a graph that computes some values.
    private func part(of graph: Graph, giving values: [String]) -> Graph {
        var part = graph
        part.outputs = values.map { Port(name: $0, type: types[$0] ?? TensorType(.float32, [])) }
        RemoveUnused.apply(to: &part)
        return part
    }

    private func install(_ fit: (weights: [Float], bias: [Float]?), _ layer: Layer, in graph: inout Graph) {
        let name = layer.node.inputs[1]
        guard let shape = graph.initializers[name]?.shape else { return }
        graph.initializers[name] = Tensor(shape: shape, floats: fit.weights)
        if let bias = fit.bias { graph.initializers[layer.node.inputs[2]] = Tensor(shape: [bias.count], floats: bias) }
    }

    /// What the weights of one layer are fitted from.
    private struct Fit {
        /// Of each group and each half of the samples: the given inputs, and their products with the inputs that the
        /// original layer has. Empty where nothing is fitted.
        private var grams: [[GramMatrix]] = []
        private var crosses: [[[Double]]] = []
        private let order: Int

        init(_ rows: LayerRows, order: Int) {
            self.order = order
            guard rows.length <= longestReduction else { return }
            grams = [[GramMatrix]](
                repeating: [GramMatrix](repeating: GramMatrix(order: order), count: 2), count: rows.groups)
            let zeros = [Double](repeating: 0, count: order * order)
            crosses = [[[Double]]](repeating: [zeros, zeros], count: rows.groups)
        }

        var isEmpty: Bool { grams.isEmpty }

        mutating func add(
            _ rows: LayerRows, target: Tensor, given: Tensor, limit: Int, sample: Int, bias: Bool
        ) throws {
            let half = sample % 2
            for group in grams.indices {
                let x = try rows.rows(of: given, group: group, limit: limit, phase: sample, endingInOne: bias)
                let y = try rows.rows(of: target, group: group, limit: limit, phase: sample, endingInOne: bias)
                guard x.count == y.count else { continue }
                grams[group][half].add(x)
                crosses[group][half].withUnsafeMutableBufferPointer { cross in
                    guard let cross = cross.baseAddress else { return }
                    // `x` and `y` are as many rows of `order` elements.
                    LeastSquaresProducts.addProduct(
                        x, stride: order, transposing: true, y, stride: order, inner: x.count / order, to: cross,
                        stride: order, rows: order, columns: order)
                }
            }
        }

        /// Fits what is left of a layer's weights.
        ///
        /// - Parameter start: weights with zeros, and the bias, which stay where there is no better solution.
        func weights(
            _ layer: Layer, _ choice: PruningChoice, start: (weights: [Float], bias: [Float]?)
        ) -> (weights: [Float], bias: [Float]?) {
            guard !isEmpty else { return start }
            var result = start
            for group in 0..<choice.groups {
                let equations = Equations(layer, choice, group: group, grams[group], crosses[group], order: order)
                guard let ridge = equations.bestRidge() else { continue }
                for panel in 0..<choice.panels {
                    let indices = equations.indices(panel)
                    let columns = choice.outputs(ofPanel: panel)
                    guard indices.count < order, let solution = equations.solution(panel, ridge: ridge) else {
                        continue
                    }
                    for (column, output) in columns.enumerated() {
                        let channel = group * choice.outputs + output
                        for (row, r) in indices.enumerated() {
                            let value = Float(solution[row * columns.count + column])
                            if r < layer.rows.length {
                                result.weights[layer.weights.index(channel, r)] = value
                            } else {
                                result.bias?[channel] = value
                            }
                        }
                    }
                }
            }
            return result
        }
    }

    /// The least squares of one group of a layer.
    private struct Equations {
        private let choice: PruningChoice
        private let group: Int
        private let order: Int
        private let hasBias: Bool
        private let halves: [GramMatrix]
        private let whole: GramMatrix
        /// Products of given inputs and the outputs that are wanted: of each half, and of all samples; `order` rows of
        /// all outputs.
        private let wanted: [[Double]]
        private let wantedOfAll: [Double]
        /// The weights that were, and the bias, `order` rows of all outputs.
        private let were: [Double]

        init(
            _ layer: Layer, _ choice: PruningChoice, group: Int, _ halves: [GramMatrix], _ crosses: [[Double]],
            order: Int
        ) {
            self.choice = choice
            self.group = group
            self.order = order
            self.halves = halves
            hasBias = layer.fitsBias
            let (outputs, length) = (choice.outputs, layer.rows.length)
            var were = [Double](repeating: 0, count: order * outputs)
            for output in 0..<outputs {
                let channel = group * outputs + output
                for r in 0..<length {
                    were[r * outputs + output] = Double(layer.weights.weights[layer.weights.index(channel, r)])
                }
                if layer.fitsBias { were[length * outputs + output] = Double(layer.weights.bias[channel]) }
            }
            wanted = crosses.map { cross in
                var result = [Double](repeating: 0, count: order * outputs)
                result.withUnsafeMutableBufferPointer { result in
                    guard let result = result.baseAddress else { return }
                    // `order` rows of `order` elements times `order` rows of `outputs`.
                    LeastSquaresProducts.addProduct(
                        cross, stride: order, were, stride: outputs, inner: order, to: result, stride: outputs,
                        rows: order, columns: outputs)
                }
                return result
            }
            wantedOfAll = zip(wanted[0], wanted[1]).map { $0 + $1 }
            var whole = halves[0]
            whole.add(halves[1])
            self.whole = whole
            self.were = were
        }

        /// What a panel's rows are made of: elements that are kept, and the bias.
        func indices(_ panel: Int) -> [Int] {
            choice.kept(group: group, panel: panel) + (hasBias ? [order - 1] : [])
        }

        /// The weights of a panel from all samples: a row for each of `indices`, a column for each output.
        func solution(_ panel: Int, ridge: Double) -> [Double]? {
            let indices = indices(panel)
            return solution(whole, whole.part(indices), wantedOfAll, panel, indices, ridge)
        }

        private func solution(
            _ gram: GramMatrix, _ part: [Double], _ wanted: [Double], _ panel: Int, _ indices: [Int], _ ridge: Double
        ) -> [Double]? {
            let columns = choice.outputs(ofPanel: panel)
            let right = indices.flatMap { row in
                let pull = ridge * gram[row, row]
                return columns.map { wanted[row * choice.outputs + $0] + pull * were[row * choice.outputs + $0] }
            }
            return GramMatrix.solution(of: part, order: indices.count, right, columns: columns.count, ridge: ridge)
        }

        /// The ridge under which what is fitted to one half of the samples errs least on the other half; nil where the
        /// weights that were err less.
        func bestRidge() -> Double? {
            var errors = [Double](repeating: 0, count: ridges.count + 1)
            let step = max(1, choice.panels / judgedPanels)
            for panel in Swift.stride(from: 0, to: choice.panels, by: step) {
                let indices = indices(panel)
                guard indices.count < order, !indices.isEmpty else { continue }
                let parts = halves.map { $0.part(indices) }
                for half in 0..<2 {
                    for (number, ridge) in ridges.enumerated() {
                        guard
                            let solution = solution(
                                halves[half], parts[half], wanted[half], panel, indices, ridge)
                        else { return nil }
                        errors[number] += error(of: solution, panel, indices, parts[1 - half], wanted[1 - half])
                    }
                    // An endless ridge: weights that were, and the bias alone fitted.
                    guard let kept = keptWithBias(panel, indices, parts[half], wanted[half]) else { continue }
                    errors[ridges.count] += error(of: kept, panel, indices, parts[1 - half], wanted[1 - half])
                }
            }
            guard let least = errors.indices.min(by: { errors[$0] < errors[$1] }), least < ridges.count else {
                return nil
            }
            return ridges[least]
        }

        /// The squared error of a panel's weights, but for what all weights have in common.
        private func error(
            of weights: [Double], _ panel: Int, _ indices: [Int], _ part: [Double], _ wanted: [Double]
        ) -> Double {
            let columns = choice.outputs(ofPanel: panel)
            var products = [Double](repeating: 0, count: weights.count)
            products.withUnsafeMutableBufferPointer { products in
                guard let products = products.baseAddress else { return }
                LeastSquaresProducts.addProduct(
                    part, stride: indices.count, weights, stride: columns.count, inner: indices.count, to: products,
                    stride: columns.count, rows: indices.count, columns: columns.count)
            }
            var sum = 0.0
            for (row, index) in indices.enumerated() {
                for (column, output) in columns.enumerated() {
                    let place = row * columns.count + column
                    sum += weights[place] * (products[place] - 2 * wanted[index * choice.outputs + output])
                }
            }
            return sum
        }

        private func keptWithBias(_ panel: Int, _ indices: [Int], _ part: [Double], _ wanted: [Double]) -> [Double]? {
            let columns = choice.outputs(ofPanel: panel)
            var kept = indices.flatMap { row in columns.map { were[row * choice.outputs + $0] } }
            guard hasBias, let last = indices.last else { return kept }
            let row = indices.count - 1
            let rows = part[row * indices.count + row]
            guard rows > 0 else { return nil }
            for (column, output) in columns.enumerated() {
                var sum = wanted[last * choice.outputs + output]
                for other in 0..<row { sum -= part[row * indices.count + other] * kept[other * columns.count + column] }
                kept[row * columns.count + column] = sum / rows
            }
            return kept
        }
    }
}
