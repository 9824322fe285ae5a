import Inference
import Kernels
import ModelGraph

@testable import Checkpoint

extension FuzzTarget {
    /// A checkpoint whose digest fits: it is refused, or it can be written, read as the same, made ready and run.
    static let checkpoint = FuzzTarget("checkpoint", byteLimit: 8192) { input in
        let first = ScratchFile(input)
        guard let file = try? SafetensorsFile(path: first.path) else { return }
        var metadata = file.metadata
        metadata[CheckpointDocument.Key.digest] = nil
        let sealed = ScratchFile()
        try SafetensorsWriter.write(
            file.tensors(), metadata: metadata, digestKey: CheckpointDocument.Key.digest, to: sealed.path)
        guard let loaded = try? CheckpointReader.load(path: sealed.path) else { return }
        let copy = ScratchFile()
        try CheckpointWriter.write(loaded.checkpoint, to: copy.path)
        let again = try CheckpointReader.load(path: copy.path)
        try require(again.checkpoint.metadata == loaded.checkpoint.metadata, "the metadata is another")
        try require(again.checkpoint.model.formats == loaded.checkpoint.model.formats, "the formats are others")
        try require(again.checkpoint.model.layers == loaded.checkpoint.model.layers, "the layers are others")
        guard isSmall(loaded.checkpoint.model.graph) else { return }
        try checkAnswers(loaded.checkpoint.model)
    }

    /// Whether all that is computed is small: how large a model may be is for whoever loads it to say.
    private static func isSmall(_ graph: Graph) -> Bool {
        guard let types = try? graph.inferTypes() else { return false }
        return types.values.allSatisfy { type in
            ((try? ShapeLimits.count(type.shape.map { $0.fixed ?? 1 })) ?? .max) <= 1 << 14
        }
    }

    /// The scalar kernels answer with the same bits as the best ones.
    private static func checkAnswers(_ quantized: QuantizedGraph) throws {
        guard let model = try? InferenceModel(quantized) else { return }
        var inputs: [String: InferenceInput] = [:]
        for port in model.inputs {
            let shape = port.type.shape.map { $0.fixed ?? 1 }
            guard port.type.elementType == .float32, let count = try? ShapeLimits.count(shape) else { return }
            inputs[port.name] = .tensor(Tensor(shape: shape, floats: (0..<count).map { Float($0 * 37 % 101) / 17 - 3 }))
        }
        let pool = WorkerPool(threads: 1)
        guard let result = try? InferenceSession(model: model, pool: pool).run(inputs) else { return }
        let scalar = try InferenceModel(quantized, instructionSet: .scalar)
        let expected = try InferenceSession(model: scalar, pool: pool).run(inputs)
        for (name, output) in expected.outputs {
            guard let other = result.outputs[name] else { throw BrokenProperty("no output \(name)") }
            try require(bytes(of: output) == bytes(of: other), "the output \(name) is \(other), scalar \(output)")
        }
    }
}
