import FixedPoint
import Inference
import Kernels
import ModelGraph
import TestSupport
import Testing

@testable import Quantization

/// Fewer bits than 16, and what wins back some of what they lose.
@Suite struct NarrowQuantizerTests {
    private func quantize(
        _ options: QuantizerOptions, samples: Int = 16, graph: Graph = SmallModel.graph(), threads: Int = 1
    ) throws -> (model: QuantizedGraph, report: QuantizationReport) {
        try Quantizer.quantize(
            graph: graph, calibration: CalibrationSource(SmallModel.samples(samples)), options: options,
            threads: threads
        ) { _, _ in }
    }

    private func sqnr(_ model: QuantizedGraph, graph: Graph = SmallModel.graph()) throws -> Double {
        var measurement = try QualityMeasurement(
            graph: graph, quantized: model, scoresOutput: "scores", watchingLayers: false, pool: WorkerPool(threads: 1))
        for sample in SmallModel.samples(16, seed: 77) { try measurement.compare(sample) }
        return measurement.scoresSQNR
    }

    @Test(arguments: [4, 6, 8, 11, 16]) func mantissasKeepWithinTheBits(_ bits: Int) throws {
        let model = try quantize(QuantizerOptions(weightBits: bits, valueBits: bits)).model
        for (node, layer) in model.layers {
            #expect(layer.weightBits <= bits)
            let name = try #require(model.graph.nodes.first { $0.name == node }).inputs[1]
            guard case .int16(let weights)? = model.graph.initializers[name]?.elements else {
                Issue.record("\(node) has no integer weights")
                continue
            }
            #expect(weights.allSatisfy { abs(Int($0)) < 1 << (bits - 1) })
        }
        for (name, format) in model.formats {
            // What is never negative has as many numbers without a sign.
            let numbers = Int(format.maximum) - Int(format.minimum) + 1
            #expect(numbers <= 1 << bits, "\(name)")
        }
        // Relu6 at 8 bits: 6 = 192 / 32.
        if bits == 8 { #expect(model.formats["a"] == DFPFormat(exponent: -5, minimum: 0, maximum: 192)) }
        _ = try InferenceModel(model)
    }

    @Test func aBitMoreIsSixDecibels() throws {
        let ratios = try [6, 8, 10].map { try sqnr(quantize(QuantizerOptions(weightBits: $0, valueBits: $0)).model) }
        #expect(ratios[1] > ratios[0] + 6 && ratios[2] > ratios[1] + 6)
    }

    @Test func aLayerMayDiffer() throws {
        let model = try quantize(QuantizerOptions(layerBits: ["project": LayerBits(weights: 5, input: 6)])).model
        #expect(model.layers["project"]?.weightBits == 5)
        // The input of the projection is what the depthwise convolution gives, never negative.
        #expect(model.formats["b"].map { Int($0.maximum) < 64 && $0.minimum == 0 } ?? false)
        #expect((model.layers["stem"]?.weightBits ?? 0) > 10)
        let error = #expect(throws: QuantizationError.self) {
            try quantize(QuantizerOptions(layerBits: ["nobody": LayerBits(weights: 5)]))
        }
        #expect(error?.message.contains("\"nobody\"") ?? false)
    }

    @Test(arguments: [3, 17]) func otherWidthsAreRefused(_ bits: Int) {
        for options in [
            QuantizerOptions(weightBits: bits), QuantizerOptions(valueBits: bits),
            QuantizerOptions(layerBits: ["stem": LayerBits(weights: 8, input: bits)]),
        ] {
            #expect(throws: QuantizationError.self) { try quantize(options) }
        }
    }

    @Test(arguments: [4, 6]) func fittedWeightsAreCloserThanNearestOnes(_ bits: Int) throws {
        let nearest = try sqnr(quantize(QuantizerOptions(weightBits: bits), samples: 32).model)
        let fitted = try sqnr(
            quantize(QuantizerOptions(weightBits: bits, rounding: .fitted, heldOut: 0.25), samples: 32).model)
        #expect(fitted > nearest + 1)
    }

    @Test func theResultDoesNotDependOnTheThreads() throws {
        let options = QuantizerOptions(
            method: .best, weightBits: 6, valueBits: 8, rounding: .fitted, transforms: true, heldOut: 0.25)
        let (one, two) = (try quantize(options), try quantize(options, threads: 3))
        #expect(one.model.graph.initializers == two.model.graph.initializers)
        #expect(one.model.layers == two.model.layers && one.model.formats == two.model.formats)
        #expect(one.report.validation?.transforms.map(\.name) == SampleTransform.all.map(\.name))
        #expect(one.report.validation?.heldOut == 4 && one.report.validation?.chosenBy == 12)
    }

    /// The weights of a layer without a bias can be fitted with one.
    @Test func aFitMayGiveABias() throws {
        var graph = SmallModel.graph()
        for index in graph.nodes.indices {
            switch graph.nodes[index].name {
            case "project": graph.nodes[index].inputs[2] = ""
            case "classifier": graph.nodes[index].inputs.removeLast()
            default: break
            }
        }
        let (model, _) = try quantize(
            QuantizerOptions(weightBits: 4, valueBits: 6, rounding: .fitted), samples: 24, graph: graph)
        let project = try #require(model.graph.nodes.first { $0.name == "project" })
        #expect(project.inputs.count == 4 && project.inputs[3] == "a")
        #expect(model.graph.initializers[project.inputs[2]]?.elementType == .int32)
        let plain = try quantize(QuantizerOptions(weightBits: 4, valueBits: 6), samples: 24, graph: graph).model
        #expect(try sqnr(model, graph: graph) > sqnr(plain, graph: graph))
    }

    @Test func theBestRangesLoseNoMoreThanTheLargest() throws {
        let narrow = QuantizerOptions(method: .best, weightBits: 8, valueBits: 4, heldOut: 0.25)
        let (model, report) = try quantize(narrow)
        let plain = try quantize(QuantizerOptions(weightBits: 8, valueBits: 4)).model
        #expect(try sqnr(model) >= sqnr(plain))
        let validation = try #require(report.validation)
        #expect(validation.methods.values.reduce(0, +) == Set(model.formats.keys).subtracting(["d", "f"]).count)
        #expect(report.text.contains("4 held out"))
    }

    @Test func onlyImagesCanBeTransformed() throws {
        let node = Node(name: "n", op: Gemm(transB: true), inputs: ["x", "w"], outputs: ["y"])
        let graph = Graph(
            name: "", inputs: [Port(name: "x", type: TensorType(.float32, ["N", 3]))],
            outputs: [Port(name: "y", type: TensorType(.float32, ["N", 2]))], nodes: [node],
            initializers: ["w": Tensor(shape: [2, 3], floats: [1, 2, 3, 4, 5, 6])])
        let samples = [["x": Tensor(shape: [1, 3], floats: [1, 2, 3])]]
        let error = #expect(throws: QuantizationError.self) {
            try Quantizer.quantize(
                graph: graph, calibration: CalibrationSource(samples),
                options: QuantizerOptions(weightBits: 8, rounding: .fitted, transforms: true)
            ) { _, _ in }
        }
        #expect(error?.message.contains("images") ?? false)
    }

    @Test func oneSampleLeavesNothingToHoldOut() throws {
        let (_, report) = try quantize(QuantizerOptions(method: .best, heldOut: 0.5), samples: 1)
        #expect(report.validation?.heldOut == 0 && report.validation?.isOverfitted == false)
        #expect(!report.text.contains("held out"))
    }
}
