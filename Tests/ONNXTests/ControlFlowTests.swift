import ModelGraph
import Testing

@testable import ONNX

/// Functions, If and Loop become plain nodes, or are refused.
struct ControlFlowTests {
    private func node(
        _ type: String, _ inputs: [String], _ outputs: [String], _ attributes: [Onnx_AttributeProto] = []
    ) -> Onnx_NodeProto {
        var node = Onnx_NodeProto()
        (node.opType, node.input, node.output, node.attribute) = (type, inputs, outputs, attributes)
        return node
    }

    private func graph(_ nodes: [Onnx_NodeProto], inputs: [String] = [], outputs: [String]) -> Onnx_GraphProto {
        var graph = Onnx_GraphProto()
        graph.node = nodes
        let named = { (name: String) in
            var info = Onnx_ValueInfoProto()
            info.name = name
            return info
        }
        graph.input = inputs.map(named)
        graph.output = outputs.map(named)
        return graph
    }

    private func attribute(_ name: String, _ graph: Onnx_GraphProto) -> Onnx_AttributeProto {
        var attribute = Onnx_AttributeProto()
        (attribute.name, attribute.type, attribute.g) = (name, .graph, graph)
        return attribute
    }

    private func constant(_ name: String, _ tensor: Onnx_TensorProto) -> Onnx_NodeProto {
        var value = Onnx_AttributeProto()
        (value.name, value.type, value.t) = ("value", .tensor, tensor)
        return node("Constant", [], [name], [value])
    }

    private func tensor(bool value: Bool) -> Onnx_TensorProto {
        var tensor = Onnx_TensorProto()
        (tensor.dataType, tensor.int32Data) = (Int32(Onnx_TensorProto.DataType.bool.rawValue), [value ? 1 : 0])
        return tensor
    }

    private func tensor(int value: Int64) -> Onnx_TensorProto {
        var tensor = Onnx_TensorProto()
        (tensor.dataType, tensor.int64Data) = (Int32(Onnx_TensorProto.DataType.int64.rawValue), [value])
        return tensor
    }

    /// Operators in order, Identity and Constant left out.
    private func operators(_ model: ModelBuilder) throws -> [String] {
        try model.load().graph.nodes.map(\.operatorName).filter { $0 != "Identity" }
    }

    private func model(_ nodes: [Onnx_NodeProto]) -> ModelBuilder {
        var model = ModelBuilder.one("Relu")
        model.proto.graph.node = nodes
        return model
    }

    @Test(arguments: [true, false]) func aKnownConditionChoosesItsBranch(_ condition: Bool) throws {
        let choice = node(
            "If", ["c"], ["y"],
            [
                attribute("then_branch", graph([node("Relu", ["x"], ["r"])], outputs: ["r"])),
                attribute("else_branch", graph([node("Tanh", ["x"], ["r"])], outputs: ["r"])),
            ])
        let built = model([constant("c", tensor(bool: condition)), choice])
        #expect(try operators(built) == [condition ? "Relu" : "Tanh"])
    }

    @Test func anUnknownConditionIsRefused() throws {
        let branch = graph([node("Relu", ["x"], ["r"])], outputs: ["r"])
        let built = model([
            node("IsNaN", ["x"], ["c"]),
            node("If", ["c"], ["y"], [attribute("then_branch", branch), attribute("else_branch", branch)]),
        ])
        let error = try #require(throws: ONNXError.self) { try built.load() }
        #expect(error.kind == .unsupported && error.operatorName == "If")
    }

    @Test func aLoopOfKnownLengthIsWrittenOut() throws {
        let body = graph(
            [node("Identity", ["ci"], ["co"]), node("Relu", ["v"], ["w"])], inputs: ["i", "ci", "v"],
            outputs: ["co", "w"])
        let built = model([
            constant("m", tensor(int: 3)), node("Loop", ["m", "", "x"], ["y"], [attribute("body", body)]),
        ])
        #expect(try operators(built) == ["Relu", "Relu", "Relu"])
        #expect(try built.load().graph.inferTypes()["y"]?.shape.count == 4)
    }

    @Test func loopsAndFunctionsWithoutEndAreRefused() throws {
        let body = graph(
            [node("Identity", ["ci"], ["co"]), node("Relu", ["v"], ["w"])], inputs: ["i", "ci", "v"],
            outputs: ["co", "w"])
        let endless = model([
            constant("m", tensor(int: .max)), node("Loop", ["m", "", "x"], ["y"], [attribute("body", body)]),
        ])
        #expect(throws: ONNXError.self) { try endless.load() }
        var recursive = model([node("Again", ["x"], ["y"])])
        recursive.proto.graph.node[0].domain = "own"
        var function = Onnx_FunctionProto()
        (function.name, function.domain, function.input, function.output) = ("Again", "own", ["a"], ["b"])
        function.node = [node("Again", ["a"], ["b"])]
        function.node[0].domain = "own"
        recursive.proto.functions = [function]
        #expect(throws: ONNXError.self) { try recursive.load() }
    }

    @Test func aFunctionIsInlinedWithItsAttributes() throws {
        var slope = Onnx_AttributeProto()
        (slope.name, slope.type, slope.refAttrName) = ("alpha", .float, "slope")
        var function = Onnx_FunctionProto()
        (function.name, function.domain, function.input, function.output) = ("Twice", "own", ["a"], ["c"])
        function.node = [node("LeakyRelu", ["a"], ["b"], [slope]), node("LeakyRelu", ["b"], ["c"])]
        var call = node("Twice", ["x"], ["y"], [.float("slope", 0.25)])
        call.domain = "own"
        var built = model([call])
        built.proto.functions = [function]
        let slopes = try built.load().graph.nodes.compactMap { ($0.op as? LeakyRelu)?.alpha }
        #expect(slopes == [0.25, 0.01])
    }

    /// A turn's own number and condition must not be taken for values of the body.
    @Test(arguments: ["condition", "iteration", "condition'"]) func bodiesMayNameTheirValuesAsTheyLike(_ name: String)
        throws
    {
        let body = graph(
            [node("Identity", ["c"], [name]), node("Relu", ["v"], ["w"])], inputs: ["i", "c", "v"],
            outputs: [name, "w"])
        let built = model([
            constant("turns", tensor(int: 3)), node("Loop", ["turns", "", "x"], ["y"], [attribute("body", body)]),
        ])
        #expect(try operators(built) == ["Relu", "Relu", "Relu"])
    }

    @Test func aCycleOfIdentitiesIsRefused() {
        let branch = graph([node("Relu", ["x"], ["r"])], outputs: ["r"])
        let built = model([
            node("Identity", ["b"], ["a"]), node("Identity", ["a"], ["b"]),
            node("If", ["a"], ["y"], [attribute("then_branch", branch), attribute("else_branch", branch)]),
        ])
        #expect(throws: (any Error).self) { try built.load() }
    }

    /// Loops and functions that add no node must come to an end as well.
    @Test func workIsBounded() {
        var body = graph([], inputs: ["i", "c"], outputs: ["c"])
        for depth in 0..<5 {
            body = graph(
                [
                    constant("n\(depth)", tensor(int: 1024)),
                    node("Loop", ["n\(depth)", ""], [], [attribute("body", body)]),
                ],
                inputs: ["i", "c"], outputs: ["c"])
        }
        let built = model([
            constant("turns", tensor(int: 1024)), node("Loop", ["turns", ""], [], [attribute("body", body)]),
            node("Relu", ["x"], ["y"]),
        ])
        #expect(throws: ONNXError.self) { try built.load() }
    }

    @Test func functionsAreKnownByTheirOverloadToo() throws {
        var built = model([])
        for (overload, type) in [("a", "Relu"), ("b", "Tanh")] {
            var function = Onnx_FunctionProto()
            (function.name, function.domain, function.overload) = ("f", "own", overload)
            (function.input, function.output) = (["p"], ["q"])
            function.node = [node(type, ["p"], ["q"])]
            built.proto.functions.append(function)
        }
        var call = node("f", ["x"], ["y"])
        (call.domain, call.overload) = ("own", "a")
        built.proto.graph.node = [call]
        #expect(try operators(built) == ["Relu"])
    }

    /// Parts count, whether anybody reads them or not.
    @Test func splitKeepsPartsThatNobodyReads() throws {
        let built = model([node("Split", ["x"], ["a", "y", "unread"])])
        let split = try #require(try built.load().graph.nodes.first { $0.operatorName == "Split" }?.op as? Split)
        #expect(split.numOutputs == 3)
    }
}
