import ArgumentParser
import Checkpoint
import FixedPoint
import Inference
import JSON
import ModelGraph
import Serving

/// `mantissa inspect`: what a checkpoint holds.
struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what a checkpoint holds.",
        discussion: "With --verify, --source or --expect the exit status is 1 where something does not agree.")

    @Argument(help: ArgumentHelp("The checkpoint.", valueName: "checkpoint"))
    var checkpoint: String

    @Flag(help: "Print one JSON object.")
    var json = false

    @Flag(help: "Hash the file and check the overflow proof of every layer again, from the bytes.")
    var verify = false

    @Option(help: ArgumentHelp("Check that the checkpoint was made from this file.", valueName: "model.onnx"))
    var source: String?

    @Option(help: ArgumentHelp("Check that the file has this SHA-256.", valueName: "sha256:..."))
    var expect: String?

    func validate() throws {
        if let expect, Self.identity(expect) == nil {
            throw ValidationError("--expect \(expect): expected sha256: and 64 hexadecimal digits")
        }
    }

    func run() throws {
        let loaded = try CheckpointReader.load(path: checkpoint)
        if let expected = expect.flatMap(Self.identity), expected != loaded.sha256 {
            throw CommandFailure(
                "\(checkpoint) is \(loaded.sha256), expected \(expected); it is another checkpoint: copy the right "
                    + "one, or correct --expect")
        }
        if let source {
            let found = try SHA256.identity(ofFile: source)
            let provenance = loaded.checkpoint.metadata.provenance
            guard found == provenance.source else {
                throw CommandFailure(
                    "\(source) is \(found), but \(checkpoint) was made from \(provenance.sourceFileName), "
                        + "\(provenance.source); give that file, or quantize \(source) again")
            }
        }
        if verify {
            _ = try InferenceModel(loaded.checkpoint.model)
            // Read once more: what was loaded must be what lies there now.
            let again = try SHA256.identity(ofFile: checkpoint)
            guard again == loaded.sha256 else {
                throw CommandFailure(
                    "\(checkpoint) changed while it was read: \(loaded.sha256), then \(again); run the command again")
            }
        }
        let summary = CheckpointSummary(
            loaded, isVerified: verify, sourceIsVerified: source != nil, isExpected: expect != nil)
        StandardOutput.write(json ? summary.json : summary.text)
    }

    /// `sha256:` and 64 digits in lower case; nil for a text of another form.
    private static func identity(_ text: String) -> String? {
        let text = text.lowercased()
        let digits = text.hasPrefix("sha256:") ? text.dropFirst(7) : text[...]
        guard digits.utf8.count == 64, digits.allSatisfy(\.isHexDigit) else { return nil }
        return "sha256:" + digits
    }
}

/// A checkpoint as text and as JSON.
private struct CheckpointSummary {
    let loaded: LoadedCheckpoint
    /// Whether the file was hashed and its proof checked again.
    let isVerified: Bool
    let sourceIsVerified: Bool
    let isExpected: Bool

    init(_ loaded: LoadedCheckpoint, isVerified: Bool, sourceIsVerified: Bool, isExpected: Bool) {
        self.loaded = loaded
        self.isVerified = isVerified
        self.sourceIsVerified = sourceIsVerified
        self.isExpected = isExpected
    }

    private var model: QuantizedGraph { loaded.checkpoint.model }
    private var metadata: CheckpointMetadata { loaded.checkpoint.metadata }

    private struct Layer {
        var node: Node
        var format: LayerFormat
        var input: DFPFormat?
        var shape: [Int]
        var sqnr: Double?
    }

    private var layers: [Layer] {
        model.graph.nodes.compactMap { node in
            model.layers[node.name].map { format in
                Layer(
                    node: node, format: format, input: model.formats[node.inputs[0]],
                    shape: model.graph.initializers[node.inputs[1]]?.shape ?? [],
                    sqnr: metadata.quality?.layerSQNR[node.name])
            }
        }
    }

    private static func type(_ port: Port) -> String {
        "\(port.name) \(port.type.elementType.rawValue) [\(port.type.shape.map(\.description).joined(separator: ", "))]"
    }

    var text: String {
        var text = """
            name        \(metadata.name)
            checkpoint  \(loaded.sha256), \(loaded.byteCount) bytes
            tasks       \(metadata.tasks.map(\.rawValue).joined(separator: ", "))
            inputs      \(model.graph.inputs.map(Self.type).joined(separator: "; "))
            outputs     \(model.graph.outputs.map(Self.type).joined(separator: "; "))
            labels      \(metadata.labels.map { "\($0.count)" } ?? "none")
            source      \(metadata.provenance.sourceFileName), \(metadata.provenance.source)
            quantizer   \(metadata.provenance.quantizer)

            """
        for (key, value) in metadata.provenance.settings.sorted(by: { $0.key < $1.key }) {
            text += padded("", 12) + "\(key): \(value)\n"
        }
        for (key, value) in metadata.provenance.notes.sorted(by: { $0.key < $1.key }) {
            text += padded(key == metadata.provenance.notes.keys.min() ? "notes" : "", 12) + "\(key): \(value)\n"
        }
        if let quality = metadata.quality {
            text += """
                quality     top-1 as float32 on \(quality.top1Agreement) of \(quality.samples), scores SQNR \
                \(fixed(quality.logitsSQNR, 1)) dB, largest error \(fixed(quality.largestError, 5))

                """
        }
        if isVerified {
            text += "hash        \(loaded.sha256), computed from the file again; the digest inside it fits\n"
        }
        if isExpected { text += "expected    the checkpoint is the expected one\n" }
        if sourceIsVerified { text += "made from   the source given, by its SHA-256\n" }
        text +=
            "proof       "
            + (isVerified ? "checked again: no accumulator can overflow\n" : "not checked; use --verify\n")
        text +=
            "\n" + padded("operator", 10) + padded("weights", 18) + padded("in", -4) + padded("w", -4)
            + padded("kc", -6)
        text += padded("acc", -8) + padded("SQNR", -10) + "  layer\n"
        for layer in layers {
            text += padded(layer.node.operatorName, 10)
            text += padded(layer.shape.map(String.init).joined(separator: "x"), 18)
            text += padded(layer.input.map { String($0.bits) } ?? "?", -4) + padded(String(layer.format.weightBits), -4)
            text += padded(String(layer.format.chunk), -6)
            text += padded(fixed(Double(layer.format.worstCaseAccumulator) / 21_474_836.48, 1) + "%", -8)
            text += padded(layer.sqnr.map { fixed($0, 1) + " dB" } ?? "", -10) + "  \(layer.node.name)\n"
        }
        return text
    }

    var json: String {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("name", metadata.name)
        writer.member("checkpoint", loaded.sha256)
        writer.member("bytes", loaded.byteCount)
        writer.key("tasks")
        writer.beginArray()
        for task in metadata.tasks { writer.value(task.rawValue) }
        writer.endArray()
        for (key, ports) in [("inputs", model.graph.inputs), ("outputs", model.graph.outputs)] {
            writer.key(key)
            writer.beginArray()
            for port in ports {
                writer.beginObject()
                writer.member("name", port.name)
                writer.member("datatype", port.type.elementType.rawValue)
                writer.key("shape")
                writer.beginArray()
                for extent in port.type.shape {
                    if let fixed = extent.fixed { writer.value(fixed) } else { writer.value(extent.description) }
                }
                writer.endArray()
                writer.endObject()
            }
            writer.endArray()
        }
        writer.key("labels")
        if let labels = metadata.labels {
            writer.beginArray()
            for label in labels { writer.value(label) }
            writer.endArray()
        } else {
            writer.null()
        }
        writer.key("provenance")
        metadata.provenance.write(to: &writer)
        writer.key("quality")
        if let quality = metadata.quality { quality.write(to: &writer) } else { writer.null() }
        writer.key("proof_verified")
        if isVerified { writer.value(true) } else { writer.null() }
        for (key, holds) in [
            ("digest_verified", isVerified), ("source_verified", sourceIsVerified), ("expected", isExpected),
        ] {
            writer.key(key)
            if holds { writer.value(true) } else { writer.null() }
        }
        writer.key("layers")
        writer.beginArray()
        for layer in layers {
            writer.beginObject()
            writer.member("node", layer.node.name)
            writer.member("operator", layer.node.operatorName)
            writer.member("input_bits", layer.input?.bits ?? 0)
            writer.member("weight_bits", layer.format.weightBits)
            writer.member("chunk", layer.format.chunk)
            if let block = layer.format.channelBlock { writer.member("channel_block", block) }
            writer.member("worst_case_accumulator", layer.format.worstCaseAccumulator)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return String(decoding: writer.finish(), as: UTF8.self) + "\n"
    }
}
