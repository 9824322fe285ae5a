import Inference
import Kernels
import ModelGraph
import Reference

/// How far the outputs of quantized models are from the float32 model's, on some of the calibration samples.
struct OutputNoise {
    /// More samples would say little more.
    static let sampleLimit = 8

    private let pool: WorkerPool
    private let samples: [(inputs: [String: Tensor], outputs: [String: Tensor])]

    /// - Parameter graph: the float32 model.
    init(_ graph: Graph, _ calibration: CalibrationSource, pool: WorkerPool, limit: Int = sampleLimit) throws {
        self.pool = pool
        let executor = try ReferenceExecutor(graph: graph)
        samples = try (0..<min(limit, calibration.count)).map { index in
            let inputs = try calibration.sample(index)
            return (inputs, try executor.run(inputs))
        }
    }

    /// Signal to noise in dB of the output that has the least.
    func sqnr(_ model: QuantizedGraph) throws -> Double {
        try energies(model).map { Decibel.ratio($0.signal, $0.error) }.min() ?? .infinity
    }

    /// Noise for a signal of 1, of the output that has the most.
    func noise(_ model: QuantizedGraph) throws -> Double { try energies(model).map(\.relative).max() ?? 0 }

    private func energies(_ model: QuantizedGraph) throws -> [ErrorEnergy] {
        let session = InferenceSession(model: try InferenceModel(model, instructionSet: .best), pool: pool)
        var energies: [String: ErrorEnergy] = [:]
        for sample in samples {
            let results = try session.run(sample.inputs.mapValues(InferenceInput.tensor)).outputs
            for (name, expected) in sample.outputs {
                guard let expected = expected.floats, let got = results[name]?.floats else { continue }
                energies[name, default: ErrorEnergy()].add(expected, got)
            }
        }
        return Array(energies.values)
    }
}
