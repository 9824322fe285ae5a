import Evaluation
import FixedPoint
package import Inference
package import Kernels
package import ModelGraph
import Reference

/// Compares the integer engine with the float32 reference on samples: layers, scores, top-1.
package struct QualityMeasurement {
    /// Samples compared, and how many of them have the same index of the largest score.
    package private(set) var samples = 0
    package private(set) var top1Agreement = 0
    private var scores = ErrorEnergy()
    private var layers: [String: ErrorEnergy] = [:]
    /// Signal to noise of the scores of each call of `compare`, in dB.
    package private(set) var sampleSQNR: [Double] = []
    /// How many results, by node, were cut to their format's limits; nodes without are absent.
    package private(set) var saturations: [String: Int] = [:]
    /// Of the outputs of the layers that are watched, by node name.
    package private(set) var magnitudes: [String: MagnitudeHistogram] = [:]

    private let reference: ReferenceExecutor
    private let session: InferenceSession
    private let scoresOutput: String
    /// Output values of layers by node name.
    private let layerOutputs: [(node: String, value: String)]

    /// - Parameters:
    ///   - graph: the float32 graph that was quantized.
    ///   - watchingLayers: also compare every layer's output; the engine then keeps them all.
    /// - Throws: `InferenceError` or `GraphError`.
    package init(
        graph: Graph, quantized: QuantizedGraph, scoresOutput: String, watchingLayers: Bool, pool: WorkerPool,
        instructionSet: InstructionSet = .best
    ) throws {
        reference = try ReferenceExecutor(graph: graph)
        self.scoresOutput = scoresOutput
        var watched = quantized
        var outputs: [(node: String, value: String)] = []
        if watchingLayers {
            let types = try quantized.graph.inferTypes()
            for node in quantized.graph.nodes where quantized.layers[node.name] != nil {
                guard let value = node.outputs.first, let type = types[value] else { continue }
                outputs.append((node.name, value))
                if !watched.graph.outputs.contains(where: { $0.name == value }) {
                    watched.graph.outputs.append(Port(name: value, type: type))
                }
            }
        }
        layerOutputs = outputs
        session = InferenceSession(model: try InferenceModel(watched, instructionSet: instructionSet), pool: pool)
    }

    /// Compares one sample.
    ///
    /// - Returns: the scores of both, float32 first.
    @discardableResult
    package mutating func compare(_ inputs: [String: Tensor]) throws -> (reference: [Float], got: [Float]) {
        let expected = try reference.run(inputs, keeping: Set(layerOutputs.map(\.value)))
        let result = try session.run(inputs.mapValues(InferenceInput.tensor))
        let got = result.outputs
        saturations.merge(result.saturationsByNode) { $0 + $1 }
        for (node, value) in layerOutputs {
            layers[node, default: ErrorEnergy()].add(expected[value]?.floats ?? [], got[value]?.floats ?? [])
            magnitudes[node, default: MagnitudeHistogram()].add(got[value]?.floats ?? [])
        }
        let (a, b) = (expected[scoresOutput]?.floats ?? [], got[scoresOutput]?.floats ?? [])
        scores.add(a, b)
        var own = ErrorEnergy()
        own.add(a, b)
        sampleSQNR.append(own.decibels)
        // A tensor sample can be a batch: each row counts.
        let rows = max(1, expected[scoresOutput]?.shape.first ?? 1)
        let columns = a.count / rows
        for row in 0..<rows where columns > 0 {
            samples += 1
            let part = row * columns..<(row + 1) * columns
            if Ranking.best(Array(a[part])) == Ranking.best(Array(b[part])) { top1Agreement += 1 }
        }
        return (a, b)
    }

    /// In dB over all scores of all samples.
    package var scoresSQNR: Double { scores.decibels }
    /// The largest absolute difference of a score.
    package var largestError: Double { scores.largest }
    /// In dB by node name.
    package var layerSQNR: [String: Double] { layers.mapValues(\.decibels) }
}
