import ArgumentParser
import Checkpoint
import Inference
import Kernels
import ModelGraph
import Quantization
import Reference

/// How `run` computes.
enum Precision: String, ExpressibleByArgument, CaseIterable {
    case float32
    case int16
}

/// `mantissa run`: tensors in, tensors out.
struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run a model on tensors.",
        discussion: """
            The inputs file holds a tensor for each input of the model, by name; the outputs are written by name. An ONNX \
            model runs in float32 unless --precision int16 is given: then it is quantized first, calibrated on the given \
            inputs. A checkpoint always runs in INT16.
            """)

    @Argument(help: ArgumentHelp("An ONNX model, or a checkpoint.", valueName: "model"))
    var model: String

    @Option(help: ArgumentHelp("Tensors by the names of the model's inputs.", valueName: "file.safetensors"))
    var inputs: String

    @Option(name: [.customShort("o"), .long], help: ArgumentHelp("Where to write.", valueName: "file.safetensors"))
    var output: String

    @Option(help: "float32 or int16 (default: float32 for ONNX, int16 for a checkpoint).")
    var precision: Precision?

    @OptionGroup var engine: EngineOptions

    func run() throws {
        let given = try SafetensorsFile(path: inputs).tensors()
        let file = try ModelFile(path: model)
        let results: [String: Tensor]
        switch (file, precision) {
        case (.checkpoint, .float32):
            throw CommandFailure(
                "a checkpoint holds integers; run the ONNX model it came from with --precision float32")
        case (.checkpoint(let loaded), _):
            results = try integer(loaded.checkpoint.model, given)
        case (.onnx(let graph), .int16):
            let inputs = try picked(given, graph)
            // No room for other inputs than these: none will come.
            let quantized = try Quantizer.quantize(
                graph: graph, calibration: CalibrationSource([inputs]), options: QuantizerOptions(headroom: 1)
            ) { _, _ in }.0
            results = try integer(quantized, given)
        case (.onnx(let graph), _):
            results = try ReferenceExecutor(graph: graph).run(picked(given, graph))
        }
        try SafetensorsWriter.write(results, to: output)
    }

    private func integer(_ model: QuantizedGraph, _ given: [String: Tensor]) throws -> [String: Tensor] {
        let inference = try InferenceModel(model, instructionSet: engine.instructionSet())
        let session = InferenceSession(model: inference, pool: engine.workerPool())
        return try session.run(try picked(given, model.graph).mapValues(InferenceInput.tensor)).outputs
    }

    /// The tensors that the model reads; others in the file (expected outputs, say) are passed over.
    private func picked(_ given: [String: Tensor], _ graph: Graph) throws -> [String: Tensor] {
        var picked: [String: Tensor] = [:]
        for port in graph.inputs {
            guard let tensor = given[port.name] else {
                throw CommandFailure("\(inputs) holds no tensor \"\(port.name)\", which the model reads")
            }
            picked[port.name] = tensor
        }
        return picked
    }
}
