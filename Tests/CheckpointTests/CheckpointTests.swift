import FixedPoint
import Foundation
import ModelGraph
import TestSupport
import Testing

@testable import Checkpoint

@Suite struct CheckpointTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var path: String { folder.file("m.safetensors").path }

    static let checkpoint = Checkpoint(
        model: QuantizedGraph(
            graph: Graph(
                name: "tiny", inputs: [Port(name: "x", type: TensorType(.float32, ["N", 4]))],
                outputs: [Port(name: "y", type: TensorType(.float32, ["N", 2]))],
                nodes: [
                    Node(name: "relu", op: Relu(), inputs: ["x"], outputs: ["r"]),
                    Node(
                        name: "fc", op: Gemm(transB: true, epilogue: Epilogue(minimum: 0, maximum: 6)),
                        inputs: ["r", "w", "b"], outputs: ["y"]),
                ],
                initializers: [
                    "w": Tensor(shape: [2, 4], int16s: [1, -2, 3, -4, 5, 32767, -32767, 8]),
                    "b": Tensor(shape: [2], elements: .int32([100, -100])),
                ]),
            formats: ["x": DFPFormat(exponent: -10), "r": DFPFormat(exponent: -10, minimum: 0, maximum: 32767)],
            layers: [
                "fc": LayerFormat(
                    weightExponents: [-12, -13], weightBits: 16, chunk: 4, worstCaseAccumulator: 1_073_840_890)
            ]),
        metadata: CheckpointMetadata(
            name: "tiny", tasks: [.classify, .multilabel], scoresOutput: "y", scoresKind: .softmaxLogits,
            embeddingOutput: nil, labels: ["cat", "\"dog\" é"],
            preprocessing: Preprocessing(
                resize: .init(shorterSide: 256, interpolation: .bicubic), centerCrop: .init(size: [224, 224]),
                mean: [127, 127, 127], std: [128, 128, 128]),
            multilabel: MultilabelCalibration(temperature: 1.5, bias: -1, threshold: 0.25),
            provenance: Provenance(
                source: "sha256:00", sourceFileName: "a.onnx", quantizer: "0.1.0", settings: ["b": "2", "a": "1"],
                notes: ["licence": "Apache-2.0"]),
            quality: QualityFigures(
                samples: 4, top1Agreement: 4, logitsSQNR: 61.5, largestError: 0.01, layerSQNR: ["fc": 70])))

    private func bytes() throws -> [UInt8] {
        try CheckpointWriter.write(Self.checkpoint, to: path)
        return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    /// Writes the checkpoint with other strings in its metadata, and a digest that fits them.
    private func rewritten(_ change: (inout [String: String]) -> Void) throws -> String {
        try CheckpointWriter.write(Self.checkpoint, to: path)
        let file = try SafetensorsFile(path: path)
        var metadata = file.metadata
        metadata["digest"] = nil
        change(&metadata)
        let other = folder.file("other.safetensors").path
        try SafetensorsWriter.write(file.tensors(), metadata: metadata, digestKey: "digest", to: other)
        return other
    }

    private func kind(_ path: String) -> CheckpointError.Kind? {
        do {
            _ = try CheckpointReader.load(path: path)
            return nil
        } catch { return (error as? CheckpointError)?.kind }
    }

    @Test func readsWhatItWrote() throws {
        let count = try bytes().count
        let loaded = try CheckpointReader.load(path: path)
        let expected = Self.checkpoint
        #expect(loaded.checkpoint.metadata == expected.metadata)
        #expect(loaded.checkpoint.model.formats == expected.model.formats)
        #expect(loaded.checkpoint.model.layers == expected.model.layers)
        let (graph, original) = (loaded.checkpoint.model.graph, expected.model.graph)
        #expect(graph.initializers == original.initializers)
        #expect(graph.inputs == original.inputs && graph.outputs == original.outputs && graph.name == original.name)
        #expect(graph.nodes.map(\.name) == ["relu", "fc"])
        #expect((graph.nodes[1].op as? Gemm)?.epilogue == Epilogue(minimum: 0, maximum: 6))
        #expect(loaded.byteCount == count)
    }

    @Test func theIdentityIsTheFilesHash() throws {
        let hash = try bytes().withUnsafeBytes { SHA256.identity(of: $0) }
        #expect(try CheckpointReader.load(path: path).sha256 == hash)
        #expect(hash.count == 7 + 64)
    }

    @Test func equalModelsGiveEqualBytes() throws {
        let first = try bytes()
        let loaded = try CheckpointReader.load(path: path).checkpoint
        try CheckpointWriter.write(loaded, to: path)
        #expect(try [UInt8](Data(contentsOf: URL(fileURLWithPath: path))) == first)
    }

    /// Every byte, one bit of it, and every second file another bit: a file of 3 KB, all refused.
    @Test func everyFlippedBitIsNoticed() throws {
        let original = try bytes()
        var random = SeededGenerator(seed: 9)
        for index in original.indices {
            var changed = original
            changed[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            let place = try folder.write(changed, to: "flipped.safetensors").path
            #expect(throws: CheckpointError.self, "byte \(index)") { try CheckpointReader.load(path: place) }
        }
    }

    @Test func everyTruncationIsRefused() throws {
        let original = try bytes()
        for count in stride(from: 0, to: original.count, by: 7) {
            let place = try folder.write(original[..<count], to: "cut.safetensors").path
            #expect(throws: CheckpointError.self, "\(count) bytes") { try CheckpointReader.load(path: place) }
        }
    }

    @Test func newerVersionsAndOtherFilesAreToldApart() throws {
        #expect(kind(try rewritten { _ in }) == nil)
        #expect(kind(try rewritten { $0["version"] = "4" }) == .unsupportedVersion)
        // Version 3 says which tensors are sparse.
        #expect(kind(try rewritten { $0["version"] = "3" }) == .corrupt)
        #expect(kind(try rewritten { ($0["version"], $0["sparse"], $0["packed"]) = ("3", "{}", "{}") }) == nil)
        #expect(kind(try rewritten { $0["version"] = "0" }) == .corrupt)
        #expect(kind(try rewritten { $0["version"] = "new" }) == .corrupt)
        #expect(kind(try rewritten { $0["format"] = "pt" }) == .notACheckpoint)
        #expect(kind(try rewritten { $0 = [:] }) == .notACheckpoint)
    }

    @Test(arguments: ["graph", "formats", "layers", "model"])
    func documentsThatCannotBeReadAreRefused(_ key: String) throws {
        for text in ["", "{", "[]", "7", "{\"a\":1}", String(repeating: "[", count: 100_000)] {
            #expect(kind(try rewritten { $0[key] = text }) != nil, "\(key): \(text.prefix(10))")
        }
        #expect(kind(try rewritten { $0[key] = nil }) == .corrupt)
    }

    @Test(arguments: [
        ("graph", #""op":"Relu""#, #""op":"Rolu""#), ("graph", #""inputs":["x"]"#, #""inputs":["y"]"#),
        ("graph", #""inputs":["r","w","b"]"#, #""inputs":["r","w","nobody"]"#),
        ("graph", #""name":"relu""#, #""name":"fc""#),
        ("formats", #""exponent":-10"#, #""exponent":-127"#),
        ("formats", #""exponent":-10"#, #""exponent":99999999999999999999"#),
        ("formats", #""minimum":-32767"#, #""minimum":-32768"#), ("formats", #""minimum":0"#, #""minimum":1"#),
        ("formats", #""maximum":32767"#, #""maximum":32768"#), ("formats", #""maximum":32767"#, #""maximum":-1"#),
        ("layers", #""chunk":4"#, #""chunk":0"#), ("layers", #""chunk":4"#, #""chunk":-2"#),
        ("layers", #""fc""#, #""fd""#), ("layers", "-13", "-1300"),
        ("layers", #""weightBits":16"#, #""weightBits":17"#),
        ("model", #""scoresOutput":"y""#, #""scoresOutput":"z""#),
        ("model", #""temperature":1.5"#, #""temperature":0"#),
        ("model", #""threshold":0.25"#, #""threshold":2"#), ("model", #""classify""#, #""embed""#),
        ("model", #""std":[128,128,128]"#, #""std":[128,0,128]"#),
        ("model", #""name":"tiny""#, #""name":"tiny","embeddingDimensions":[]"#),
        ("model", #""name":"tiny""#, #""name":"tiny","embeddingDimensions":[8,0]"#),
    ])
    func contradictionsAreRefused(_ key: String, _ old: String, _ new: String) throws {
        let place = try rewritten { metadata in
            let text = metadata[key] ?? ""
            #expect(text.contains(old), "\(text)")
            metadata[key] = text.replacingOccurrences(of: old, with: new)
        }
        #expect(kind(place) != nil, "\(key): \(new)")
    }

    /// What is not declared takes no bytes, and a reader that does not know a member passes it over.
    @Test func whatAModelDeclaresIsOptional() throws {
        let plain = try CheckpointReader.load(path: try rewritten { _ in }).checkpoint.metadata
        #expect(plain.embeddingDimensions == nil && plain.matryoshka == nil)
        let text = try SafetensorsFile(path: path).metadata["model"] ?? ""
        #expect(!text.contains("embeddingDimensions") && !text.contains("matryoshka"))
        let place = try rewritten { metadata in
            metadata["model"] = text.replacingOccurrences(
                of: #""name":"tiny""#,
                with: #""name":"tiny","embeddingDimensions":[2,4],"matryoshka":true,"unheardOf":[1]"#)
        }
        let declared = try CheckpointReader.load(path: place).checkpoint.metadata
        #expect(declared.embeddingDimensions == [2, 4] && declared.matryoshka == true)
    }
}
