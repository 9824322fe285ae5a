import Inference
import Kernels
import ModelGraph
import ONNX
import Quantization
import TestSupport
import Testing

/// Models in INT16: calibrated on the given inputs, held to `Acceptance`, and bit for bit the same on every
/// instruction set of this machine, with one and two threads, and in any batch.
@Suite struct IntegerConformance {
    /// Who chooses the formats.
    enum Maker: CaseIterable { case plain, quantizer }

    @Test(arguments: Zoo.mini, Maker.allCases)
    func committedModelsAreRight(_ model: ZooModel, maker: Maker) throws {
        try check(model, maker)
    }

    @Test(.enabled(if: Zoo.folder != nil, "\(Zoo.absent)"), arguments: Zoo.models)
    func zooModelsAreRight(_ model: ZooModel) throws {
        try check(model, .quantizer)
    }

    @Test(.enabled(if: Zoo.folder != nil, "\(Zoo.absent)"), arguments: ConformanceModels.plain)
    func plainlyQuantizedModelsAreRight(_ name: String) throws {
        try check(#require(Zoo.model(name), "the zoo has no \(name)"), .plain)
    }

    private func check(_ model: ZooModel, _ maker: Maker) throws {
        let zooCase = try #require(model.cases().first { $0.name.isEmpty })
        let quantized = try quantize(model, zooCase.inputs, by: maker)
        let best = try run(quantized, zooCase.inputs, on: .best, threads: 1)
        #expect(best.count == zooCase.expected.count)
        for (name, expected) in zooCase.expected.sorted(by: { $0.key < $1.key }) {
            let problems = Acceptance.problems(
                task: try model.task(), output: name, got: best[name], expected: expected)
            #expect(problems == [], "\(model)")
        }
        for instructionSet in InstructionSet.supported {
            for threads in [1, 2] {
                let results = try run(quantized, zooCase.inputs, on: instructionSet, threads: threads)
                #expect(same(results, best), "\(model) on \(instructionSet) with \(threads) threads differs")
            }
        }
        // Rows alone, turned around, and among copies of others.
        let count = zooCase.inputs.values.first?.shape.first ?? 0
        let orders =
            (0..<count).map { [$0] } + [Array((0..<count).reversed()), [0, 1, 1, 0, 1, 0, 0].map { $0 % count }]
        for order in orders {
            let results = try run(quantized, zooCase.inputs.mapValues { $0.rows(order) }, on: .best, threads: 2)
            // What has no row for each sample is the same for all.
            let expected = best.mapValues { $0.shape.first == count ? $0.rows(order) : $0 }
            #expect(same(results, expected), "\(model): rows \(order) differ from the batch")
        }
    }

    private func quantize(_ model: ZooModel, _ inputs: [String: Tensor], by maker: Maker) throws -> QuantizedGraph {
        let graph = try GraphPasses.optimized(ONNXImporter.load(path: model.path).graph)
        switch maker {
        case .plain:
            return try PlainQuantizer.quantize(graph, calibratedOn: inputs)
        case .quantizer:
            return try Quantizer.quantize(
                graph: graph, calibration: CalibrationSource([inputs]), options: QuantizerOptions(headroom: 1),
                progress: { _, _ in }
            ).0
        }
    }

    private func run(
        _ quantized: QuantizedGraph, _ inputs: [String: Tensor], on instructionSet: InstructionSet, threads: Int
    ) throws -> [String: Tensor] {
        let model = try InferenceModel(quantized, instructionSet: instructionSet)
        let session = InferenceSession(model: model, pool: WorkerPool(threads: threads))
        return try session.run(inputs.mapValues { .tensor($0) }).outputs
    }

    private func same(_ a: [String: Tensor], _ b: [String: Tensor]) -> Bool {
        a.keys == b.keys && a.allSatisfy { name, tensor in b[name].map(tensor.hasBits) ?? false }
    }
}
