import Kernels
import ModelGraph
import Reference
import TestSupport
import Testing

@testable import Quantization

@Suite struct PrunerTests {
    /// Stem, depthwise, expansion, projection onto a residual, classifier: three layers that can be pruned.
    static func graph(seed: UInt64 = 1) -> Graph {
        var random = SeededGenerator(seed: seed)
        func tensor(_ shape: [Int], _ range: ClosedRange<Float> = -0.3...0.3) -> Tensor {
            Tensor(shape: shape, floats: random.floats(shape.reduce(1, *), in: range))
        }
        let relu6 = Epilogue(minimum: 0, maximum: 6)
        let conv = { (kernel: Int, group: Int, epilogue: Epilogue) in
            Conv(
                kernelShape: [kernel, kernel], strides: [1, 1], pads: Array(repeating: kernel / 2, count: 4),
                dilations: [1, 1], group: group, epilogue: epilogue)
        }
        return Graph(
            name: "prunable", inputs: [Port(name: "image", type: TensorType(.float32, ["N", 3, 8, 8]))],
            outputs: [Port(name: "scores", type: TensorType(.float32, ["N", 40]))],
            nodes: [
                Node(name: "stem", op: conv(3, 1, relu6), inputs: ["image", "w0", "b0"], outputs: ["a"]),
                Node(name: "depthwise", op: conv(3, 40, relu6), inputs: ["a", "w1", "b1"], outputs: ["b"]),
                Node(name: "expand", op: conv(1, 1, relu6), inputs: ["b", "w2", "b2"], outputs: ["c"]),
                Node(
                    name: "project", op: conv(1, 1, Epilogue(addsResidual: true)), inputs: ["c", "w3", "b3", "a"],
                    outputs: ["d"]),
                Node(name: "mean", op: GlobalAveragePool(), inputs: ["d"], outputs: ["e"]),
                Node(name: "flatten", op: Flatten(axis: 1), inputs: ["e"], outputs: ["f"]),
                Node(name: "classifier", op: Gemm(transB: true), inputs: ["f", "w4", "b4"], outputs: ["scores"]),
            ],
            initializers: [
                "w0": tensor([40, 3, 3, 3], -1...1), "b0": tensor([40]), "w1": tensor([40, 1, 3, 3], -1...1),
                "b1": tensor([40]), "w2": tensor([64, 40, 1, 1]), "b2": tensor([64]), "w3": tensor([40, 64, 1, 1]),
                "b3": tensor([40]), "w4": tensor([40, 40]), "b4": tensor([40]),
            ])
    }

    private let samples = CalibrationSource(SmallModel.samples(12))

    private func prune(_ graph: Graph, _ ratio: Double, _ structure: PruningOptions.Structure) throws -> Graph {
        try Pruner.prune(
            graph: graph, calibration: samples, options: PruningOptions(ratio: ratio, structure: structure)
        ) { _, fraction in #expect((0...1).contains(fraction)) }
    }

    private func floats(_ graph: Graph, _ name: String) throws -> [Float] {
        try #require(graph.initializers[name]?.floats)
    }

    /// Squared error of the scores as a part of their energy, on samples that were not used.
    private func distortion(_ pruned: Graph, _ original: Graph) throws -> Double {
        let (a, b) = (try ReferenceExecutor(graph: original), try ReferenceExecutor(graph: pruned))
        var energy = ErrorEnergy()
        for sample in SmallModel.samples(8, seed: 77) {
            energy.add(
                try #require(try a.run(sample)["scores"]?.floats), try #require(try b.run(sample)["scores"]?.floats))
        }
        return energy.error / energy.signal
    }

    @Test(arguments: [0.3, 0.7, 0.95])
    func weightsGoUpToTheRatio(ratio: Double) throws {
        let pruned = try prune(Self.graph(), ratio, .weight)
        var zeros = 0, count = 0
        for name in ["w2", "w3", "w4"] {
            let weights = try floats(pruned, name)
            zeros += weights.filter { $0 == 0 }.count
            count += weights.count
            #expect(Double(weights.filter { $0 == 0 }.count) <= 0.95 * Double(weights.count))
        }
        #expect(abs(Double(zeros) / Double(count) - ratio) < 0.002)
    }

    @Test(arguments: [0.3, 0.7])
    func blocksAreThoseOfTheKernels(ratio: Double) throws {
        let pruned = try prune(Self.graph(), ratio, .block)
        // Multiply-adds: 64 pixels of the convolutions, one row of the classifier.
        var gone = 0.0, all = 0.0
        for (name, outputs, inputs, positions) in [("w2", 64, 40, 64.0), ("w3", 40, 64, 64), ("w4", 40, 40, 1)] {
            let weights = try floats(pruned, name)
            for output in stride(from: 0, to: outputs, by: WeightBlock.outputs) {
                for input in stride(from: 0, to: inputs, by: WeightBlock.elements) {
                    let block = (output..<min(outputs, output + WeightBlock.outputs)).flatMap {
                        weights[$0 * inputs + input..<$0 * inputs + min(inputs, input + WeightBlock.elements)]
                    }
                    let zeros = block.filter { $0 == 0 }.count
                    #expect(zeros == 0 || zeros == block.count, "\(name), output \(output), input \(input)")
                    gone += Double(zeros) * positions
                    all += Double(block.count) * positions
                }
            }
        }
        // One block of 5,120 weights is 0.6%.
        #expect(gone / all >= ratio - 0.0001 && gone / all < ratio + 0.01)
    }

    @Test func whatIsNotPrunedStaysAndTheRestIsTheSameEveryTime() throws {
        let graph = Self.graph()
        for structure in PruningOptions.Structure.allCases {
            let pruned = try prune(graph, 0.5, structure)
            for name in ["w0", "b0", "w1", "b1"] { #expect(pruned.initializers[name] == graph.initializers[name]) }
            #expect(pruned.nodes.map(\.name) == graph.nodes.map(\.name))
            #expect(try prune(graph, 0.5, structure).initializers == pruned.initializers)
            #expect(try prune(graph, 0, structure).initializers == graph.initializers)
        }
    }

    /// The zeros alone, without what the fit does, err more.
    @Test(arguments: PruningOptions.Structure.allCases)
    func fittingHelps(structure: PruningOptions.Structure) throws {
        let graph = Self.graph()
        let pruned = try prune(graph, 0.5, structure)
        var zeroed = graph
        for name in ["w2", "w3", "w4"] {
            let shape = try #require(graph.initializers[name]?.shape)
            let masked = zip(try floats(graph, name), try floats(pruned, name)).map { $1 == 0 ? 0 : $0 }
            zeroed.initializers[name] = Tensor(shape: shape, floats: masked)
        }
        let (fitted, plain) = (try distortion(pruned, graph), try distortion(zeroed, graph))
        #expect(fitted < plain / 4, "\(fitted), \(plain)")
    }

    /// Where half of the inputs are the others again, with small weights, nothing is lost with them.
    @Test func whatIsThereTwiceCanGo() throws {
        var graph = Self.graph()
        // Channels 20...39 of the depthwise layer's output are channels 0...19.
        for (name, size) in [("w0", 27), ("b0", 1), ("w1", 9), ("b1", 1)] {
            let (values, shape) = (try floats(graph, name), try #require(graph.initializers[name]?.shape))
            let half = Array(values[..<(20 * size)])
            graph.initializers[name] = Tensor(shape: shape, floats: half + half)
        }
        let weights = try floats(graph, "w2").enumerated().map { $0.offset % 40 < 20 ? $0.element : $0.element / 50 }
        graph.initializers["w2"] = Tensor(shape: [64, 40, 1, 1], floats: weights)
        // Only `expand` is to be pruned: the others have no constant of their own.
        graph.initializers["w4"] = Tensor(shape: [40, 40], floats: try floats(graph, "w4"))
        graph.outputs.append(Port(name: "w3", type: TensorType(.float32, [40, 64, 1, 1])))
        graph.outputs.append(Port(name: "w4", type: TensorType(.float32, [40, 40])))
        let pruned = try prune(graph, 0.5, .block)
        #expect(try floats(pruned, "w2").enumerated().allSatisfy { $0.offset % 40 < 20 || $0.element == 0 })
        #expect(try floats(pruned, "w3") == floats(graph, "w3"))
        // What is left is the ridge.
        #expect(try distortion(pruned, graph) < 1e-5)
    }

    @Test func whatCannotBeIsRefused() {
        for ratio in [-0.1, 0.951, 1, .nan, .infinity] {
            #expect(throws: QuantizationError.self, "\(ratio)") { try prune(Self.graph(), ratio, .block) }
        }
        #expect(PruningOptions(ratio: 1).problem == "1.0; expected a share of 0 to 0.95")
        // All its layers are small.
        #expect(throws: QuantizationError.self) { try prune(SmallModel.graph(), 0.5, .block) }
        #expect(throws: QuantizationError.self) {
            try Pruner.prune(
                graph: Self.graph(), calibration: CalibrationSource([]), options: PruningOptions(ratio: 0.5)
            ) { _, _ in }
        }
    }

    @Test func reportsSayHowManyZerosThereAre() throws {
        let pruned = try prune(Self.graph(), 0.5, .weight)
        var (_, report) = try Quantizer.quantize(
            graph: pruned, calibration: samples, options: QuantizerOptions()
        ) { _, _ in }
        #expect(!report.text.contains("zeros"))
        report.pruning = PruningOptions(ratio: 0.5, structure: .weight).description
        #expect(report.text.contains("zeros"))
        #expect(report.text.contains("\npruned: 0.5 weight; "))
        let zeros = report.layers.reduce(0) { $0 + $1.zeros * Double($1.weightShape.reduce(1, *)) }
        // 6,720 weights of three layers, half of them zero; rounding makes few more.
        #expect(zeros >= 3359 && zeros < 3400)
        #expect(report.layers[0].zeros < 0.01)
    }
}
