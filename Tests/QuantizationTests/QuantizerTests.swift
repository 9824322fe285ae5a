import FixedPoint
import Inference
import Kernels
import ModelGraph
import TestSupport
import Testing

@testable import Quantization

@Suite struct QuantizerTests {
    private func quantize(
        _ graph: Graph = SmallModel.graph(), _ samples: [[String: Tensor]] = SmallModel.samples(4),
        options: QuantizerOptions = QuantizerOptions()
    ) throws -> (model: QuantizedGraph, report: QuantizationReport) {
        try Quantizer.quantize(graph: graph, calibration: CalibrationSource(samples), options: options) { _, _ in }
    }

    @Test func theIntegerModelAnswersLikeTheFloatModel() throws {
        let graph = SmallModel.graph()
        let (model, report) = try quantize(graph)
        var measurement = try QualityMeasurement(
            graph: graph, quantized: model, scoresOutput: "scores", watchingLayers: true, pool: WorkerPool(threads: 1))
        for sample in SmallModel.samples(8, seed: 3) { try measurement.compare(sample) }
        // Four layers at a target of 74 dB and one rounding of the mean: 74 - 10 log10(5) = 67, and some for luck.
        #expect(measurement.scoresSQNR > 62)
        #expect(measurement.top1Agreement == 8)
        var measured = report
        measured.add(measurement)
        #expect(measured.layers.allSatisfy { ($0.measuredSQNR ?? 0) > 62 })
    }

    @Test func equalInputsGiveEqualModels() throws {
        let (a, b) = (try quantize().model, try quantize().model)
        #expect(a.formats == b.formats)
        #expect(a.layers == b.layers)
        #expect(a.graph.initializers == b.graph.initializers)
    }

    @Test(arguments: CalibrationMethod.allCases)
    func everyMethodGivesAModelThatTheEngineProves(_ method: CalibrationMethod) throws {
        let (model, _) = try quantize(options: QuantizerOptions(method: method))
        _ = try InferenceModel(model)
    }

    @Test func valuesGetTheFormatsOfTheRules() throws {
        let model = try quantize().model
        let formats = model.formats
        // Scores are float32, everything before them INT16.
        #expect(Set(formats.keys) == ["image", "a", "b", "c", "d", "e", "f"])
        // Relu6 bounds the mantissas: 0 to 6.
        let a = try #require(formats["a"])
        #expect(a.minimum == 0)
        #expect(Int(a.maximum) == min(32767, Int((6 / a.scale).rounded(.toNearestOrEven))))
        // Max pooling and flattening only move elements.
        #expect(formats["d"] == formats["c"])
        #expect(formats["f"] == formats["e"])
        #expect(formats["image"]?.minimum == -(formats["image"]?.maximum ?? 0))
    }

    @Test func theClaimedProofIsTheExactOne() throws {
        let model = try quantize().model
        for (node, input, taps, inputs) in [("stem", "image", 9, 3), ("project", "b", 1, 16)] {
            let layer = try #require(model.layers[node])
            let format = try #require(model.formats[input])
            let names = try #require(model.graph.nodes.first { $0.name == node }).inputs
            guard case .int16(let weights)? = model.graph.initializers[names[1]]?.elements,
                case .int32(let bias)? = model.graph.initializers[names[2]]?.elements
            else {
                Issue.record("\(node) has no integer weights")
                continue
            }
            let length = taps * inputs
            let worst = bias.indices.map { output in
                weights[output * length..<(output + 1) * length].withUnsafeBufferPointer {
                    OverflowProof.worstCaseAccumulator(
                        convolution: $0, inputs: inputs, taps: taps, minimum: format.minimum, maximum: format.maximum,
                        chunk: layer.chunk, bias: bias[output])
                }
            }
            #expect(worst.max() == layer.worstCaseAccumulator)
            #expect(OverflowProof.holds(layer.worstCaseAccumulator))
        }
    }

    @Test func theEmbeddingIsAnOutputAndStaysInteger() throws {
        let graph = SmallModel.graph()
        #expect(Quantizer.defaultEmbedding(graph) == "f")
        let model = try quantize(graph, options: QuantizerOptions(embedding: "f")).model
        #expect(model.graph.outputs.map(\.name) == ["scores", "f"])
        #expect(model.formats["f"] != nil)
        #expect(throws: QuantizationError.self) { try quantize(graph, options: QuantizerOptions(embedding: "nowhere")) }
    }

    @Test func nodesThatShareWeightsGetTheirOwn() throws {
        var graph = SmallModel.graph()
        // Two layers with the same weights and bias on inputs of different formats.
        graph.nodes.insert(
            Node(
                name: "again",
                op: Conv(kernelShape: [1, 1], strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1]),
                inputs: ["c", "w2", "b2"], outputs: ["c2"]), at: 3)
        graph.nodes[4].inputs = ["c2"]
        let model = try quantize(graph).model
        let readers = model.graph.nodes.filter { $0.name == "project" || $0.name == "again" }
        #expect(Set(readers.map { $0.inputs[1] }).count == 2)
        #expect(Set(readers.map { $0.inputs[2] }).count == 2)
        #expect(model.graph.initializers["w2"] == nil)
        _ = try InferenceModel(model)
    }

    @Test func wideLayersAreSplitInChunks() throws {
        var graph = SmallModel.graph()
        var values: [Float] = []
        for index in 0..<64 * 64 { values.append(Float(index * 7919 % 1000) / 1000) }
        graph.nodes.insert(
            Node(name: "wide", op: MatMul(), inputs: ["f", "m"], outputs: ["g"]), at: 6)
        graph.initializers["m"] = Tensor(shape: [16, 256], floats: Array(values[..<4096]))
        graph.nodes[7].inputs[0] = "g"
        graph.initializers["w3"] = Tensor(shape: [10, 256], floats: Array(values[1000..<3560]))
        let (model, report) = try quantize(graph, options: QuantizerOptions(targetSQNR: 110))
        // At 110 dB both sides need all their bits: one sum of 256 positive products of 30 bits cannot be proven.
        let layer = try #require(model.layers["classifier"])
        #expect(layer.chunk < 256 && layer.chunk % 2 == 0)
        #expect(report.layers.last?.chunks == (256 + layer.chunk - 1) / layer.chunk)
        // At 40 dB the whole reduction is one sum.
        #expect(try quantize(graph, options: QuantizerOptions(targetSQNR: 40)).model.layers["classifier"]?.chunk == 256)
    }

    @Test func outputsBelowTheirGoalAreGivenShorterChunks() throws {
        var random = SeededGenerator(seed: 12)
        let graph = Graph(
            name: "sums", inputs: [Port(name: "x", type: TensorType(.float32, ["N", 1024]))],
            outputs: [Port(name: "y", type: TensorType(.float32, ["N", 64]))],
            nodes: [Node(name: "sums", op: Gemm(transB: true), inputs: ["x", "w"], outputs: ["y"])],
            initializers: ["w": Tensor(shape: [64, 1024], floats: random.floats(65536, in: 0...1))])
        let sample = ["x": Tensor(shape: [1, 1024], floats: random.floats(1024, in: 0...1))]
        let chunk = { (goal: Double) in
            try quantize(graph, [sample], options: QuantizerOptions(targetSQNR: 130, outputSQNR: goal)).model.layers[
                "sums"]?.chunk
        }
        // Each halving of the sums of positive products leaves the weights a bit more.
        #expect(try #require(try chunk(20)) >= 32)
        #expect(try #require(try chunk(150)) <= 16)
    }

    /// Two 3 x 3 convolutions of 32 channels with a Relu between.
    private func convolutions(_ random: inout SeededGenerator) -> (Graph, [[String: Tensor]]) {
        let window = Conv(
            kernelShape: [3, 3], strides: [1, 1], pads: [1, 1, 1, 1], dilations: [1, 1],
            epilogue: Epilogue(minimum: 0))
        let graph = Graph(
            name: "two", inputs: [Port(name: "x", type: TensorType(.float32, ["N", 32, 7, 9]))],
            outputs: [Port(name: "y", type: TensorType(.float32, ["N", 32, 7, 9]))],
            nodes: ["h": "x", "y": "h"].sorted { $0.key < $1.key }.map { output, input in
                Node(name: output, op: window, inputs: [input, "w" + output], outputs: [output])
            },
            initializers: Dictionary(
                uniqueKeysWithValues: ["wh", "wy"].map {
                    ($0, Tensor(shape: [32, 32, 3, 3], floats: random.floats(9216, in: -0.1...0.1)))
                }))
        let samples = (0..<4).map { _ in
            ["x": Tensor(shape: [1, 32, 7, 9], floats: random.floats(32 * 63, in: -1...1))]
        }
        return (graph, samples)
    }

    @Test func convolutionsOf3x3SuitWinograd() throws {
        var random = SeededGenerator(seed: 13)
        let (graph, samples) = convolutions(&random)
        for (goal, expected) in [(55.0, true), (.infinity, false)] {
            let options = QuantizerOptions(winogradSQNR: goal, winogradOutputSQNR: 40)
            let model = try quantize(graph, samples, options: options).model
            let layer = try #require(model.layers["y"])
            let input = try #require(model.formats["h"])
            guard case .int16(let weights)? = model.graph.initializers["wy"]?.elements else {
                Issue.record("no integer weights")
                return
            }
            if expected {
                #expect(input.bits <= 15)
                #expect(layer.chunk % 9 == 0)
                for output in 0..<32 {
                    let filters = weights[output * 288..<(output + 1) * 288].map { Int32($0) }
                    let suits = filters.withUnsafeBufferPointer {
                        WinogradSums.suit(
                            $0, chunk: min(layer.chunk, 288), minimum: Int(input.minimum),
                            maximum: Int(input.maximum))
                    }
                    #expect(suits, "output \(output)")
                }
            } else {
                #expect(layer.channelBlock == nil)
            }
            #expect(layer.channelBlock.map { $0 * 9 == layer.chunk } ?? true)
            var measurement = try QualityMeasurement(
                graph: graph, quantized: model, scoresOutput: "y", watchingLayers: false,
                pool: WorkerPool(threads: 1))
            for sample in samples { try measurement.compare(sample) }
            #expect(measurement.scoresSQNR > (expected ? 55 : 66))
        }
    }

    @Test func whatNeverDiffersFromZeroIsQuantizedToo() throws {
        var graph = SmallModel.graph()
        graph.initializers["w0"] = Tensor(shape: [16, 3, 3, 3], floats: [Float](repeating: 0, count: 432))
        graph.initializers["b0"] = Tensor(shape: [16], floats: [Float](repeating: 0, count: 16))
        _ = try InferenceModel(try quantize(graph).model)
    }

    @Test func emptyCalibrationIsRefused() throws {
        let error = #expect(throws: QuantizationError.self) { try quantize(SmallModel.graph(), []) }
        #expect(error?.kind == .calibration)
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity])
    func activationsThatAreNotFiniteAreRefused(_ value: Float) throws {
        var sample = SmallModel.samples(1)[0]
        var floats = try #require(sample["image"]?.floats)
        floats[17] = value
        sample["image"] = Tensor(shape: [1, 3, 8, 8], floats: floats)
        let error = #expect(throws: QuantizationError.self) { try quantize(SmallModel.graph(), [sample]) }
        #expect(error?.kind == .calibration)
        #expect(error?.message.contains("image") == true)
    }

    @Test func weightsThatAreNotFiniteAreRefusedWithTheNode() throws {
        var graph = SmallModel.graph()
        graph.initializers["w2"] = Tensor(shape: [16, 16, 1, 1], floats: [Float](repeating: .nan, count: 256))
        let error = #expect(throws: QuantizationError.self) { try quantize(graph) }
        #expect(error?.node == "project")
    }

    @Test func factorsOfProductsHaveFewerBits() throws {
        var graph = SmallModel.graph()
        graph.nodes[6] = Node(name: "product", op: MatMul(), inputs: ["d", "d"], outputs: ["scores"])
        graph.outputs[0].type = TensorType(.float32, ["N", 16, 4, 4])
        graph.nodes.removeSubrange(4...5)
        let format = try #require(try quantize(graph).model.formats["d"])
        #expect(format.maximum <= 16383 && format.minimum >= -16383)
    }

    @Test(arguments: [
        QuantizerOptions(headroom: 0.5), QuantizerOptions(headroom: .nan), QuantizerOptions(targetSQNR: .infinity),
        QuantizerOptions(activationBits: 4...16), QuantizerOptions(activationBits: 12...17),
        QuantizerOptions(chunks: [31]),
        QuantizerOptions(chunks: [0]),
    ])
    func optionsOutOfRangeAreRefused(_ options: QuantizerOptions) throws {
        let error = #expect(throws: QuantizationError.self) { try quantize(options: options) }
        #expect(error?.kind == .invalidOption)
    }

    @Test func progressNamesTheStagesInOrder() throws {
        var stages: [String] = []
        _ = try Quantizer.quantize(
            graph: SmallModel.graph(), calibration: CalibrationSource(SmallModel.samples(2)),
            options: QuantizerOptions()
        ) { stage, fraction in
            #expect((0...1).contains(fraction))
            if stages.last != stage { stages.append(stage) }
        }
        #expect(stages == ["measuring ranges", "analyzing layers", "quantizing weights"])
    }
}
