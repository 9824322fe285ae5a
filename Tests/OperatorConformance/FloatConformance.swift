import ModelGraph
import ONNX
import Reference
import TestSupport
import Testing

/// Models from ONNX through the importer, the passes and the reference executor, against ONNX Runtime's outputs:
/// every element within 1e-4 + 1e-3 * |expected|.
@Suite struct FloatConformance {
    @Test(arguments: Zoo.mini, [false, true])
    func committedModelsAreRight(_ model: ZooModel, optimized: Bool) throws {
        try check(model, optimized: optimized)
    }

    @Test(.enabled(if: Zoo.folder != nil, "\(Zoo.absent)"), arguments: Zoo.models, [false, true])
    func zooModelsAreRight(_ model: ZooModel, optimized: Bool) throws {
        try check(model, optimized: optimized)
    }

    private func check(_ model: ZooModel, optimized: Bool) throws {
        let imported = try ONNXImporter.load(path: model.path).graph
        let graph = optimized ? try GraphPasses.optimized(imported) : imported
        let executor = try ReferenceExecutor(graph: graph)
        for zooCase in try model.cases() {
            let results = try executor.run(zooCase.inputs)
            #expect(results.count == zooCase.expected.count)
            for (name, expected) in zooCase.expected.sorted(by: { $0.key < $1.key }) {
                let closeness = Closeness(results[name], expected, rtol: 1e-3, atol: 1e-4)
                #expect(closeness.holds, "\(model)\(zooCase.name), \(name): \(closeness)")
            }
        }
    }
}
