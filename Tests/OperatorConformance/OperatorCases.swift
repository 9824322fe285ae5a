import Checkpoint
import Foundation
import Inference
import Kernels
import ModelGraph
import ONNX
import Reference
import TestSupport
import Testing

/// One ONNX node with inputs and what ONNX Runtime answers, from `Tests/Fixtures/operators`, which
/// `Tests/Fixtures/scripts/make_operator_cases.py` makes.
struct OperatorCase: Decodable, Sendable, CustomTestStringConvertible {
    var name: String
    var `operator`: String
    var inputs: [String]
    var outputs: [String]
    /// A ModelProto, base64.
    var model: String

    var testDescription: String { name }

    static let all: [OperatorCase] = {
        do { return try JSONDecoder().decode([OperatorCase].self, from: Fixtures.data("operators/cases.json")) } catch {
            fatalError("operators/cases.json: \(error)")
        }
    }()

    static let tensors: [String: Tensor] = {
        do { return try SafetensorsFile(path: Fixtures.url("operators/cases.safetensors").path).tensors() } catch {
            fatalError("operators/cases.safetensors: \(error)")
        }
    }()

    func graph() throws -> Graph {
        try ONNXImporter.load(bytes: [UInt8](Data(base64Encoded: model) ?? Data()), externalDataFolder: nil).graph
    }

    var inputTensors: [String: Tensor] {
        Dictionary(uniqueKeysWithValues: inputs.compactMap { key in Self.tensors["\(name)/\(key)"].map { (key, $0) } })
    }

    /// What is wrong with these outputs.
    func problems(_ results: [String: Tensor]) -> [String] {
        outputs.compactMap { key in
            guard let expected = Self.tensors["\(name)/\(key)"], let got = results[key] else {
                return "\(key) is missing"
            }
            guard got.shape == expected.shape, got.elementType == expected.elementType else {
                return
                    "\(key) is \(got.elementType.rawValue) \(got.shape), expected \(expected.elementType.rawValue) \(expected.shape)"
            }
            guard expected.elementType.isFloat, let a = try? got.doubles(), let b = try? expected.doubles() else {
                return got == expected ? nil : "\(key) differs"
            }
            let precision = expected.elementType == .float16 ? 1e-3 : 2e-5
            let worst =
                zip(a, b).map { x, y in
                    x == y || (x.isNaN && y.isNaN) ? 0 : abs(x - y) / (precision * max(1, abs(y)))
                }.max() ?? 0
            return worst <= 1 ? nil : "\(key) is \(worst * precision) away"
        }
    }
}

@Suite struct OperatorCases {
    @Test(arguments: OperatorCase.all) func isRight(_ operatorCase: OperatorCase) throws {
        let graph = try operatorCase.graph()
        let results = try ReferenceExecutor(graph: graph).run(operatorCase.inputTensors)
        #expect(operatorCase.problems(results) == [])
        // The shape rule does not contradict the value.
        let shapes = operatorCase.inputTensors.mapValues(\.shape)
        for (name, type) in try graph.inferTypes(inputShapes: shapes) {
            guard let result = results[name] else { continue }
            #expect(result.elementType == type.elementType && result.shape.count == type.shape.count, "\(name)")
            for (extent, dimension) in zip(result.shape, type.shape) {
                #expect(dimension.fixed ?? extent == extent, "\(name)")
            }
        }
    }

    /// All inputs as constants: the passes compute the node, or leave it as it is.
    @Test(arguments: OperatorCase.all) func isRightWhenFolded(_ operatorCase: OperatorCase) throws {
        var graph = try operatorCase.graph()
        graph.initializers.merge(operatorCase.inputTensors) { $1 }
        graph.inputs = []
        let folded = try GraphPasses.optimized(graph)
        #expect(try operatorCase.problems(ReferenceExecutor(graph: folded).run([:])) == [])
    }

    /// The integer engine with nothing quantized: what has no steps of its own is computed as it is defined, and shapes
    /// that only values tell are refused.
    @Test(arguments: OperatorCase.all) func isRightInThePlan(_ operatorCase: OperatorCase) throws {
        let graph = try GraphPasses.optimized(operatorCase.graph())
        var results: [String: Tensor] = [:]
        do {
            let model = try InferenceModel(QuantizedGraph(graph: graph, formats: [:], layers: [:]))
            let session = InferenceSession(model: model, pool: WorkerPool(threads: 2))
            results = try session.run(operatorCase.inputTensors.mapValues { .tensor($0) }).outputs
        } catch {
            #expect([.unsupported, .invalidModel].contains(error.kind), "\(error)")
            // Steps that need mantissas, and shapes that are not known before the model runs.
            #expect(
                error.description.contains("is not known") || error.description.contains("integer engine"), "\(error)")
            return
        }
        #expect(operatorCase.problems(results) == [])
    }

    @Test func everyOperatorHasCases() {
        let covered = Set(OperatorCase.all.map(\.operator))
        #expect(OperatorReaders.names.filter { !covered.contains($0) }.sorted() == [])
    }
}
