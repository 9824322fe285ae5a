import ModelGraph
import Testing

@testable import ONNX

/// What is not implemented is refused with the node and the operator named.
struct RefusalTests {
    private func refusal(_ model: ModelBuilder) throws -> ONNXError {
        try #require(throws: ONNXError.self) { try model.load() }
    }

    @Test func unknownOperator() throws {
        let error = try refusal(.one("Gradient"))
        #expect(error.kind == .unsupported && error.operatorName == "Gradient" && error.node == "the Gradient")
    }

    @Test func unknownAttribute() throws {
        let error = try refusal(.one("Relu", attributes: [.int("slope", 1)]))
        #expect(error.kind == .unsupported && error.operatorName == "Relu" && error.message.contains("slope"))
    }

    @Test func attributeOfAnotherType() throws {
        let error = try refusal(.one("Softmax", attributes: [.float("axis", 1)]))
        #expect(error.kind == .invalid && error.operatorName == "Softmax" && error.message.contains("axis"))
    }

    @Test func attributeGivenTwice() throws {
        #expect(try refusal(.one("Softmax", attributes: [.int("axis", 1), .int("axis", 1)])).kind == .invalid)
    }

    @Test(arguments: [Int64.min, -1, 0, 6, 27, .max])
    func unknownOpset(_ opset: Int64) throws {
        #expect(try refusal(.one("Relu", opset: opset)).kind == .unsupported)
    }

    @Test func foreignDomain() throws {
        var model = ModelBuilder.one("Relu")
        model.proto.graph.node[0].domain = "com.microsoft"
        let error = try refusal(model)
        #expect(error.kind == .unsupported && error.operatorName == "Relu" && error.message.contains("com.microsoft"))
    }

    @Test func missingOpset() throws {
        var model = ModelBuilder.one("Relu")
        model.proto.opsetImport = []
        #expect(try refusal(model).kind == .invalid)
    }

    @Test func emptyFile() {
        #expect(throws: ONNXError.self) { try ONNXImporter.load(bytes: [], externalDataFolder: nil) }
    }

    @Test func outputThatNobodyReadsIsLeftOut() throws {
        var model = ModelBuilder.one("MaxPool", attributes: [.ints("kernel_shape", [2, 2])])
        model.proto.graph.node[0].output.append("indices")
        #expect(try model.load().graph.nodes[0].outputs == ["y"])
        model.output("indices")
        #expect(try model.load().graph.nodes[0].outputs == ["y", "indices"])
    }
}
