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

    @Test(.enabled(if: Zoo.folder != nil, "\(Zoo.absent)"), arguments: ConformanceModels.required, [false, true])
    func requiredModelsAreRight(_ name: String, optimized: Bool) throws {
        try check(#require(Zoo.model(name), "the zoo has no \(name)"), optimized: optimized)
    }

    @Test(.enabled(if: Zoo.folder != nil, "\(Zoo.absent)"), arguments: ConformanceModels.further)
    func furtherModelsAreRightOrRefused(_ model: ZooModel) throws {
        do {
            _ = try ONNXImporter.load(path: model.path)
        } catch let error as ONNXError {
            // Refused when it is loaded, with the node named.
            #expect(error.node != nil, "\(model): \(error)")
            let isMissing = ConformanceModels.missingOperators.contains(error.operatorName ?? "")
            #expect(isMissing || ConformanceModels.refused[model.name] != nil, "\(model): \(error)")
            return
        }
        #expect(ConformanceModels.refused[model.name] == nil, "\(model) is imported after all: take it off the list")
        try check(model, optimized: false)
        try check(model, optimized: true)
    }

    @Test func noMissingOperatorIsImported() {
        #expect(ConformanceModels.missingOperators.intersection(OperatorReaders.names).sorted() == [])
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
