import ArgumentParser
import Checkpoint
import FoundationEssentials
import Inference
import ONNX

/// `mantissa export`: a checkpoint as an ONNX model that others' tools can open.
struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a checkpoint as ONNX with INT16 QuantizeLinear and DequantizeLinear.",
        discussion: """
            The file has opset 21. Weights are INT16, biases INT32; every value that the integer engine holds as INT16 \
            is quantized where it is written. metadata_props name the checkpoint and the model that it came from.
            """)

    @Argument(help: ArgumentHelp("The checkpoint.", valueName: "checkpoint"))
    var checkpoint: String

    @Option(name: [.customShort("o"), .long], help: ArgumentHelp("Where to write.", valueName: "out.onnx"))
    var output: String

    func run() throws {
        let loaded = try CheckpointReader.load(path: checkpoint)
        // What does not pass its proof is not passed on.
        _ = try InferenceModel(loaded.checkpoint.model)
        try AtomicFile.prepare(output)
        let bytes = try ONNXExporter.export(
            loaded.checkpoint.model, producerVersion: BuildVersion.current, properties: try properties(loaded))
        do { try AtomicFile.replace(output, with: [bytes]) } catch {
            throw CommandFailure("cannot write \(output): \(error)")
        }
    }

    private func properties(_ loaded: LoadedCheckpoint) throws -> [String: String] {
        let metadata = loaded.checkpoint.metadata
        var properties = [
            "name": metadata.name, "checkpoint": loaded.sha256, "source": metadata.provenance.source,
            "source_file": metadata.provenance.sourceFileName, "quantizer": metadata.provenance.quantizer,
        ]
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        func json(_ value: some Encodable) throws -> String {
            String(decoding: try encoder.encode(value), as: UTF8.self)
        }
        if let labels = metadata.labels { properties["labels"] = try json(labels) }
        if let preprocessing = metadata.preprocessing { properties["preprocessing"] = try json(preprocessing) }
        return properties
    }
}
