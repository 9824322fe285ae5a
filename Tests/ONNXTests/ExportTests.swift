import FixedPoint
import Inference
import Kernels
import ModelGraph
import Quantization
import Reference
import SwiftProtobuf
import TestSupport
import Testing

@testable import ONNX

/// Exported models, read again by our own importer and run in float32, against the integer engine.
@Suite struct ExportTests {
    private static let epilogues: [Epilogue] = [
        .none, Epilogue(minimum: 0), Epilogue(minimum: 0, maximum: 6), Epilogue(addsResidual: true),
        Epilogue(addsResidual: true, minimum: -0.5, maximum: 0.5),
    ]

    /// Two convolutions, one of them depthwise, with a residual, pooling, an activation of its own node, and a Gemm.
    private static func graph(_ epilogue: Epilogue, _ activation: any ModelGraph.Operator = Relu()) -> Graph {
        var random = SeededGenerator(seed: 7)
        func tensor(_ shape: [Int]) -> Tensor {
            Tensor(shape: shape, floats: random.floats(shape.reduce(1, *), in: -0.4...0.4))
        }
        func conv(_ group: Int, _ epilogue: Epilogue) -> Conv {
            Conv(
                kernelShape: [3, 3], strides: [1, 1], pads: [1, 1, 1, 1], dilations: [1, 1], group: group,
                epilogue: epilogue)
        }
        return Graph(
            name: "small", inputs: [Port(name: "image", type: TensorType(.float32, ["N", 3, 8, 8]))],
            outputs: [Port(name: "scores", type: TensorType(.float32, ["N", 5]))],
            nodes: [
                Node(
                    name: "stem", op: conv(1, Epilogue(minimum: 0, maximum: 6)), inputs: ["image", "w0", "b0"],
                    outputs: ["a"]),
                Node(
                    name: "depthwise", op: conv(8, epilogue),
                    inputs: ["a", "w1", "b1"] + (epilogue.addsResidual ? ["a"] : []), outputs: ["b"]),
                Node(name: "activation", op: activation, inputs: ["b"], outputs: ["c"]),
                Node(
                    name: "pool",
                    op: MaxPool(dilations: [1, 1], kernelShape: [2, 2], pads: [0, 0, 0, 0], strides: [2, 2]),
                    inputs: ["c"], outputs: ["d"]),
                Node(name: "mean", op: GlobalAveragePool(), inputs: ["d"], outputs: ["e"]),
                Node(name: "flatten", op: Flatten(axis: 1), inputs: ["e"], outputs: ["f"]),
                Node(name: "classifier", op: Gemm(transB: true), inputs: ["f", "w2", "b2"], outputs: ["scores"]),
            ],
            initializers: [
                "w0": tensor([8, 3, 3, 3]), "b0": tensor([8]), "w1": tensor([8, 1, 3, 3]), "b1": tensor([8]),
                "w2": tensor([5, 8]), "b2": tensor([5]),
            ])
    }

    private static func samples(_ count: Int, range: ClosedRange<Float> = -1...1) -> [[String: Tensor]] {
        var random = SeededGenerator(seed: 8)
        return (0..<count).map { _ in
            ["image": Tensor(shape: [1, 3, 8, 8], floats: random.floats(3 * 64, in: range))]
        }
    }

    private static func quantized(_ graph: Graph) throws -> QuantizedGraph {
        try Quantizer.quantize(
            graph: graph, calibration: CalibrationSource(samples(4)), options: QuantizerOptions()
        ) { _, _ in }.0
    }

    /// The largest difference of a score between the integer engine and the exported model, and the largest score.
    private static func difference(
        _ model: QuantizedGraph, _ samples: [[String: Tensor]]
    ) throws -> (error: Float, largest: Float) {
        let bytes = try ONNXExporter.export(model, producerVersion: "test")
        let read = try ONNXImporter.load(bytes: bytes, externalDataFolder: nil)
        #expect(read.opset == 21)
        let executor = try ReferenceExecutor(graph: read.graph)
        let session = InferenceSession(model: try InferenceModel(model), pool: WorkerPool(threads: 1))
        var (error, largest) = (Float(0), Float(0))
        for sample in samples {
            let wanted = try #require(
                try session.run(sample.mapValues(InferenceInput.tensor)).outputs["scores"]?.floats)
            let got = try #require(try executor.run(sample)["scores"]?.floats)
            #expect(wanted.count == got.count)
            for (a, b) in zip(wanted, got) {
                error = max(error, abs(a - b))
                largest = max(largest, abs(a))
            }
        }
        return (error, largest)
    }

    @Test(arguments: epilogues.indices)
    func answersAsTheIntegerEngine(epilogue: Int) throws {
        let model = try Self.quantized(Self.graph(Self.epilogues[epilogue]))
        let (error, largest) = try Self.difference(model, Self.samples(4))
        // A few steps of 12 bits, where a rounding falls the other way.
        #expect(error <= largest / 1000, "\(error) of \(largest)")
    }

    @Test func writesActivationsThatTheOpsetLacks() throws {
        for op: any ModelGraph.Operator in [Swish(), Swish(alpha: 1.5), HardSwish(), Gelu(approximate: .none)] {
            let model = try Self.quantized(Self.graph(.none, op))
            let (error, largest) = try Self.difference(model, Self.samples(3))
            #expect(error <= largest / 1000, "\(op): \(error) of \(largest)")
        }
    }

    /// Inputs far outside of what calibration saw are cut at the limits in both.
    @Test func saturatesAtLimitsNarrowerThanSixteenBits() throws {
        var model = try Self.quantized(Self.graph(.none))
        let format = try #require(model.formats["image"])
        model.formats["image"] = DFPFormat(exponent: format.exponent, minimum: -500, maximum: 900)
        let (error, largest) = try Self.difference(model, Self.samples(4, range: -30...30))
        #expect(error <= largest / 1000, "\(error) of \(largest)")
        let proto = try Onnx_ModelProto(
            serializedBytes: ONNXExporter.export(model, producerVersion: "test"))
        let clip = try #require(proto.graph.node.first { $0.opType == "Clip" && $0.input.first == "image" })
        let bounds = clip.input.dropFirst().compactMap { name in
            proto.graph.initializer.first { $0.name == name }
        }
        let values = try bounds.map { try TensorReader(externalData: ExternalData(folder: nil)).tensor($0).floats }
        #expect(values == [[-500 * format.scale], [900 * format.scale]])
    }

    @Test func weightsAreIntegersWithAScalePerOutput() throws {
        let model = try Self.quantized(Self.graph(.none))
        let proto = try Onnx_ModelProto(
            serializedBytes: ONNXExporter.export(model, producerVersion: "test", properties: ["name": "small"]))
        #expect(proto.irVersion == 10 && proto.producerName == "mantissa")
        #expect(proto.metadataProps.map(\.key) == ["name"] && proto.metadataProps.map(\.value) == ["small"])
        for (name, type) in [("w0", Onnx_TensorProto.DataType.int16), ("b0", .int32), ("w2", .int16), ("b2", .int32)] {
            let tensor = try #require(proto.graph.initializer.first { $0.name == name })
            #expect(tensor.dataType == Int32(type.rawValue))
            let reader = try #require(proto.graph.node.first { $0.input.first == name })
            #expect(reader.opType == "DequantizeLinear")
        }
        let quantizing = proto.graph.node.filter { $0.opType == "QuantizeLinear" }.count
        #expect(quantizing == model.formats.count)
        #expect(Set(proto.graph.node.map(\.name)).count == proto.graph.node.count)
    }

    @Test func theSameModelGivesTheSameBytes() throws {
        let model = try Self.quantized(Self.graph(.none))
        #expect(
            try ONNXExporter.export(model, producerVersion: "1") == ONNXExporter.export(model, producerVersion: "1"))
    }

    /// Attributes are written from what the checkpoint holds, under ONNX's names.
    @Test func attributesAreReadAgain() throws {
        let operators: [any ModelGraph.Operator] = [
            Concat(axis: 1), Flatten(axis: 2), Transpose(perm: [0, 2, 1, 3]), LeakyRelu(alpha: 0.25),
            Cast(to: .float16),
            ReduceMean(keepDims: false, noopWithEmptyAxes: true), Reshape(allowZero: true), Elu(alpha: 0.5),
            AveragePool(
                autoPad: .sameUpper, ceilMode: false, countIncludePad: true, dilations: [1, 1], kernelShape: [2, 2],
                pads: [], strides: [2, 2]),
            Gemm(alpha: 0.5, beta: 2, transA: true, transB: true), DepthToSpace(blocksize: 2, mode: .crd),
            Softmax(axis: 1), LRN(alpha: 0.1, beta: 0.5, bias: 2, size: 3), TopK(axis: 1, largest: false, sorted: true),
        ]
        for op in operators {
            var proto = Onnx_NodeProto()
            proto.attribute = try AttributeWriter.attributes(of: op).filter { $0.name != "coerced" }
            var reader = try NodeReader(proto, name: "node", opset: 21)
            let type = try #require(OperatorReaders.byName[Swift.type(of: op).name])
            let read: any ModelGraph.Operator = try type.read(&reader)
            try reader.attributes.finish()
            #expect(AnyHashable(read) == AnyHashable(op), "\(op)")
        }
    }

    @Test func refusesWhatHasNoFormInONNX() throws {
        let recurrence = Recurrence(
            direction: .forward, functions: Recurrence.functions([.scaledTanh], alphas: [2], betas: [3]), clip: nil,
            batchFirst: false)
        let graph = Graph(
            name: "g", inputs: [Port(name: "x", type: TensorType(.float32, [2, 1, 3]))],
            outputs: [Port(name: "y", type: TensorType(.float32, [2, 1, 1, 4]))],
            nodes: [Node(name: "the node", op: RNN(recurrence: recurrence), inputs: ["x", "w", "r"], outputs: ["y"])],
            initializers: [
                "w": Tensor(shape: [1, 4, 3], floats: Array(repeating: 0, count: 12)),
                "r": Tensor(shape: [1, 4, 4], floats: Array(repeating: 0, count: 16)),
            ])
        let error = #expect(throws: ONNXError.self) {
            _ = try ONNXExporter.export(
                QuantizedGraph(graph: graph, formats: [:], layers: [:]), producerVersion: "test")
        }
        #expect(error?.node == "the node" && error?.kind == .unsupported)
    }
}
