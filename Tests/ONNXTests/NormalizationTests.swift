import ModelGraph
import Testing

@testable import ONNX

/// What older opsets kept in attributes are inputs in the graph.
struct NormalizationTests {
    private func input(_ index: Int, of model: ModelBuilder) throws -> Tensor? {
        let graph = try model.load().graph
        let node = try #require(graph.nodes.first)
        return index < node.inputs.count ? graph.initializers[node.inputs[index]] : nil
    }

    @Test func clip() throws {
        let old = ModelBuilder.one("Clip", opset: 10, attributes: [.float("min", 0), .float("max", 6)])
        #expect(try input(1, of: old)?.floats == [0])
        #expect(try input(2, of: old)?.floats == [6])
        let open = ModelBuilder.one("Clip", opset: 6 + 1, attributes: [.float("min", -.infinity)])
        #expect(try input(1, of: open)?.floats == [-.infinity])
        #expect(throws: ONNXError.self) {
            try ModelBuilder.one("Clip", opset: 11, attributes: [.float("max", 6)]).load()
        }
    }

    @Test(arguments: [("Squeeze", 11, 13), ("ReduceMean", 17, 18), ("Unsqueeze", 11, 13)] as [(String, Int64, Int64)])
    func axes(_ name: String, _ old: Int64, _ new: Int64) throws {
        let shape: [Int64] = [2, 1, 3]
        let attribute = Onnx_AttributeProto.ints("axes", [1])
        #expect(try input(1, of: .one(name, opset: old, shape: shape, attributes: [attribute]))?.integers == [1])
        #expect(throws: ONNXError.self) {
            try ModelBuilder.one(name, opset: new, shape: shape, attributes: [attribute]).load()
        }
        var model = ModelBuilder.one(name, opset: new, shape: shape, inputs: ["axes"])
        model.initializer("axes", int64s: [1])
        #expect(try input(1, of: model)?.integers == [1])
    }

    @Test func pad() throws {
        let old = ModelBuilder.one(
            "Pad", opset: 10, shape: [2, 2], attributes: [.ints("pads", [0, 1, 0, 1]), .float("value", 3)])
        #expect(try input(1, of: old)?.integers == [0, 1, 0, 1])
        #expect(try input(2, of: old)?.floats == [3])
        #expect(throws: ONNXError.self) {
            try ModelBuilder.one("Pad", opset: 11, shape: [2, 2], attributes: [.ints("pads", [0, 1, 0, 1])]).load()
        }
    }

    @Test func slice() throws {
        let attributes: [Onnx_AttributeProto] = [.ints("starts", [1]), .ints("ends", [2]), .ints("axes", [3])]
        let old = ModelBuilder.one("Slice", opset: 9, attributes: attributes)
        #expect(try input(1, of: old)?.integers == [1])
        #expect(try input(2, of: old)?.integers == [2])
        #expect(try input(3, of: old)?.integers == [3])
        #expect(throws: ONNXError.self) { try ModelBuilder.one("Slice", opset: 10, attributes: attributes).load() }
    }

    @Test func softmax() throws {
        let old = try ModelBuilder.one("Softmax", opset: 11).load().graph.nodes[0].op as? Softmax
        #expect(old == Softmax(axis: 1, coerced: true))
        let op = try ModelBuilder.one("Softmax", opset: 13).load().graph.nodes[0].op as? Softmax
        #expect(op == Softmax(axis: -1))
    }

    @Test func initializersListedAsInputsAreNotInputs() throws {
        var model = ModelBuilder.small()
        model.proto.irVersion = 3
        model.input("w", [2, 1, 3, 3])
        #expect(try model.load().graph.inputs.map(\.name) == ["x"])
    }

    @Test func constantsBecomeInitializers() throws {
        var tensor = Onnx_TensorProto()
        (tensor.dims, tensor.dataType, tensor.floatData) = ([1], 1, [2.5])
        for (attribute, shape, value) in [
            (.float("value_float", 2.5), [], 2.5), (.floats("value_floats", [2.5]), [1], 2.5),
            (.tensor("value", tensor), [1], 2.5), (.float("value_float", .infinity), [], .infinity),
        ] as [(Onnx_AttributeProto, [Int], Float)] {
            var model = ModelBuilder()
            model.input("x", [3])
            model.node("Constant", [], ["k"], [attribute])
            model.node("Add", ["x", "k"], ["y"])
            model.output("y")
            let graph = try model.load().graph
            #expect(graph.initializers["k"] == Tensor(shape: shape, floats: [value]))
            #expect(graph.nodes.count == 1)
        }
        for (attribute, shape) in [(.int("value_int", 1), []), (.ints("value_ints", [1]), [1])]
            as [(Onnx_AttributeProto, [Int])]
        {
            var model = ModelBuilder()
            model.input("x", [2, 1])
            model.node("Constant", [], ["k"], [attribute])
            model.node("Squeeze", ["x", "k"], ["y"])
            model.output("y")
            #expect(try model.load().graph.initializers["k"] == Tensor(shape: shape, int64s: [1]))
        }
    }
}
