import Foundation
import ModelGraph
import TestSupport
import Testing

@testable import ONNX

/// Whatever the bytes are, reading them ends in a model or in an error.
struct HostileFileTests {
    /// Reads and optimizes; an error is as good as a model here.
    private func survive(_ bytes: [UInt8]) {
        guard let model = try? ONNXImporter.load(bytes: bytes, externalDataFolder: nil) else { return }
        _ = try? GraphPasses.optimized(model.graph)
    }

    @Test func smallModelIsRead() throws {
        let graph = try ModelBuilder.small().load().graph
        #expect(graph.outputs.first?.type == TensorType(.float32, ["N", 2]))
        #expect(try GraphPasses.optimized(graph).nodes.count == 3)
    }

    @Test func everyPrefixIsRefusedOrRead() throws {
        let bytes = try ModelBuilder.small().bytes()
        for length in bytes.indices { survive(Array(bytes[..<length])) }
    }

    @Test func flippedBitsNeverTrap() throws {
        let bytes = try ModelBuilder.small().bytes()
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<4000 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                let place = Int.random(in: damaged.indices, using: &generator)
                damaged[place] ^= 1 << UInt8.random(in: 0...7, using: &generator)
            }
            survive(damaged)
        }
    }

    @Test(
        arguments: [
            [-2], [1 << 62], [1 << 31, 1], [1 << 16, 1 << 16], [0, .max], [.max, .max, .max],
            [1, 1, 1, 1, 1, 1, 1, 1, 1],
        ] as [[Int64]])
    func absurdExtentsAreRefused(_ shape: [Int64]) throws {
        var model = ModelBuilder.one("Relu")
        model.initializer("w", shape, floats: [])
        #expect(throws: ONNXError.self) { try model.load() }
        #expect(throws: ONNXError.self) { try ModelBuilder.one("Relu", shape: shape).load() }
    }

    @Test func cycleIsRefusedWithANode() throws {
        var model = ModelBuilder()
        model.input("x", [1])
        model.node("Add", ["x", "b"], ["a"])
        model.node("Relu", ["a"], ["b"])
        model.output("b")
        let error = try #require(throws: ONNXError.self) { try model.load() }
        #expect(error.kind == .invalid && error.message.contains("cycle") && error.node != nil)
    }

    @Test func missingInitializerIsRefusedByName() throws {
        let error = try #require(throws: ONNXError.self) { try ModelBuilder.one("Add", inputs: ["weights"]).load() }
        #expect(error.message.contains("\"weights\"") && error.operatorName == "Add")
    }

    @Test(arguments: [Int64.min, -1, 0, 3, 1 << 40, .max])
    func hostileAttributesNeverTrap(_ value: Int64) throws {
        for name in ["strides", "pads", "dilations", "kernel_shape"] {
            for count in [1, 2, 4] {
                let list = Onnx_AttributeProto.ints(name, [Int64](repeating: value, count: count))
                let kernel = name == "kernel_shape" ? [] : [Onnx_AttributeProto.ints("kernel_shape", [2, 2])]
                for pool in ["MaxPool", "AveragePool"] {
                    survive(try ModelBuilder.one(pool, attributes: [list] + kernel).bytes())
                }
                var model = ModelBuilder.one("Conv", inputs: ["w"], attributes: [list] + kernel)
                model.initializer("w", [2, 2, 2, 2], floats: [Float](repeating: 1, count: 16))
                survive(try model.bytes())
            }
        }
        for (operatorName, name) in [
            ("Softmax", "axis"), ("Flatten", "axis"), ("Concat", "axis"), ("LRN", "size"), ("Shape", "start"),
            ("Shape", "end"), ("Cast", "to"),
        ] {
            survive(try ModelBuilder.one(operatorName, attributes: [.int(name, value)]).bytes())
        }
        for (operatorName, name) in [
            ("Transpose", "perm"), ("Squeeze", "axes"), ("Unsqueeze", "axes"), ("ReduceMean", "axes"),
        ] {
            survive(try ModelBuilder.one(operatorName, opset: 11, attributes: [.ints(name, [value])]).bytes())
        }
        var conv = ModelBuilder.one("Conv", inputs: ["w"], attributes: [.int("group", value)])
        conv.initializer("w", [0, 2, 2, 2], floats: [])
        survive(try conv.bytes())
        for list in [[value], [value, value], [0, value], [value, -1]] {
            for operatorName in ["Reshape", "Pad", "Unsqueeze", "Squeeze"] {
                var model = ModelBuilder.one(operatorName, inputs: ["list"])
                model.initializer("list", int64s: list)
                survive(try model.bytes())
            }
            var fill = ModelBuilder()
            fill.initializer("list", int64s: list)
            fill.node("ConstantOfShape", ["list"], ["z"])
            fill.node("Transpose", ["z"], ["y"])
            fill.output("y")
            survive(try fill.bytes())
            var slice = ModelBuilder.one("Slice", inputs: ["list", "list", "", "steps"])
            slice.initializer("list", int64s: list)
            slice.initializer("steps", int64s: [Int64](repeating: value, count: list.count))
            survive(try slice.bytes())
        }
    }

    /// The name of an unknown extent must not double with every node.
    @Test func symbolsStayShort() throws {
        var model = ModelBuilder()
        model.input("v0", [-1, 2])
        for index in 0..<60 {
            model.node("Concat", ["v\(index)", "v\(index)"], ["v\(index + 1)"], [.int("axis", 0)])
        }
        model.output("v60")
        survive(try model.bytes())
    }
}
