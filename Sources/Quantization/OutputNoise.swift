import Inference
import Kernels
import ModelGraph
import Reference

/// How far the outputs of quantized models are from the float32 model's, on some of the calibration samples.
struct OutputNoise {
    /// More samples would say little more.
    private static let sampleLimit = 4

    private let samples: [(inputs: [String: Tensor], outputs: [String: Tensor])]

    /// - Parameter graph: the float32 model.
    init(_ graph: Graph, _ calibration: CalibrationSource) throws {
        let executor = try ReferenceExecutor(graph: graph)
        samples = try (0..<min(Self.sampleLimit, calibration.count)).map { index in
            let inputs = try calibration.sample(index)
            return (inputs, try executor.run(inputs))
        }
    }

    /// Signal to noise in dB of the output that has the least.
    func sqnr(_ model: QuantizedGraph) throws -> Double {
        let session = InferenceSession(
            model: try InferenceModel(model, instructionSet: .best), pool: WorkerPool(threads: 1))
        var energies: [String: ErrorEnergy] = [:]
        for sample in samples {
            let results = try session.run(sample.inputs.mapValues(InferenceInput.tensor)).outputs
            for (name, expected) in sample.outputs {
                guard let expected = expected.floats, let got = results[name]?.floats else { continue }
                energies[name, default: ErrorEnergy()].add(expected, got)
            }
        }
        return energies.values.map { Decibel.ratio($0.signal, $0.error) }.min() ?? .infinity
    }
}
