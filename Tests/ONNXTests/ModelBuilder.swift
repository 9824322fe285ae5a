import Foundation
import SwiftProtobuf

@testable import ONNX

/// Small ONNX files made in code.
struct ModelBuilder {
    var proto = Onnx_ModelProto()

    init(opset: Int64 = 13) {
        proto.irVersion = 8
        var entry = Onnx_OperatorSetIdProto()
        entry.version = opset
        proto.opsetImport = [entry]
        proto.graph.name = "small"
    }

    /// An input, an output and one node between them.
    static func one(
        _ operatorName: String, opset: Int64 = 13, shape: [Int64] = [1, 2, 4, 4], inputs: [String] = [],
        attributes: [Onnx_AttributeProto] = []
    ) -> ModelBuilder {
        var model = ModelBuilder(opset: opset)
        model.input("x", shape)
        model.node(operatorName, ["x"] + inputs, ["y"], attributes)
        model.output("y")
        return model
    }

    static func port(_ name: String, _ shape: [Int64]?) -> Onnx_ValueInfoProto {
        var port = Onnx_ValueInfoProto()
        port.name = name
        port.type.tensorType.elemType = 1
        guard let shape else { return port }
        port.type.tensorType.shape = Onnx_TensorShapeProto()
        for extent in shape {
            var dimension = Onnx_TensorShapeProto.Dimension()
            // Negative numbers stand for a symbol here.
            if extent == -1 { dimension.dimParam = "N" } else { dimension.dimValue = extent }
            port.type.tensorType.shape.dim.append(dimension)
        }
        return port
    }

    mutating func input(_ name: String, _ shape: [Int64]) { proto.graph.input.append(Self.port(name, shape)) }
    mutating func output(_ name: String) { proto.graph.output.append(Self.port(name, nil)) }

    mutating func node(
        _ operatorName: String, _ inputs: [String], _ outputs: [String], _ attributes: [Onnx_AttributeProto] = []
    ) {
        var node = Onnx_NodeProto()
        node.name = "the \(operatorName)"
        node.opType = operatorName
        node.input = inputs
        node.output = outputs
        node.attribute = attributes
        proto.graph.node.append(node)
    }

    mutating func initializer(_ name: String, _ shape: [Int64], floats: [Float]) {
        var tensor = Onnx_TensorProto()
        tensor.name = name
        tensor.dims = shape
        tensor.dataType = 1
        tensor.floatData = floats
        proto.graph.initializer.append(tensor)
    }

    mutating func initializer(_ name: String, int64s: [Int64]) {
        var tensor = Onnx_TensorProto()
        tensor.name = name
        tensor.dims = [Int64(int64s.count)]
        tensor.dataType = 7
        tensor.int64Data = int64s
        proto.graph.initializer.append(tensor)
    }

    func bytes() throws -> [UInt8] { try proto.serializedBytes() }
    func load(folder: String? = nil) throws -> ONNXModel {
        try ONNXImporter.load(bytes: try bytes(), externalDataFolder: folder)
    }

    /// Conv, Relu, Flatten, Gemm: a little of everything.
    static func small() -> ModelBuilder {
        var model = ModelBuilder()
        model.input("x", [-1, 1, 3, 3])
        model.initializer("w", [2, 1, 3, 3], floats: (0..<18).map(Float.init))
        model.initializer("b", [2], floats: [1, 2])
        model.node("Conv", ["x", "w", "b"], ["c"], [.ints("pads", [1, 1, 1, 1])])
        model.node("Relu", ["c"], ["r"])
        model.initializer("shape", int64s: [0, -1])
        model.node("Reshape", ["r", "shape"], ["f"])
        model.initializer("g", [18, 2], floats: (0..<36).map(Float.init))
        model.node("Gemm", ["f", "g"], ["y"])
        model.output("y")
        return model
    }
}

extension Onnx_AttributeProto {
    static func int(_ name: String, _ value: Int64) -> Onnx_AttributeProto {
        var attribute = Onnx_AttributeProto()
        (attribute.name, attribute.type, attribute.i) = (name, .int, value)
        return attribute
    }

    static func float(_ name: String, _ value: Float) -> Onnx_AttributeProto {
        var attribute = Onnx_AttributeProto()
        (attribute.name, attribute.type, attribute.f) = (name, .float, value)
        return attribute
    }

    static func ints(_ name: String, _ values: [Int64]) -> Onnx_AttributeProto {
        var attribute = Onnx_AttributeProto()
        (attribute.name, attribute.type, attribute.ints) = (name, .ints, values)
        return attribute
    }

    static func floats(_ name: String, _ values: [Float]) -> Onnx_AttributeProto {
        var attribute = Onnx_AttributeProto()
        (attribute.name, attribute.type, attribute.floats) = (name, .floats, values)
        return attribute
    }

    static func tensor(_ name: String, _ value: Onnx_TensorProto) -> Onnx_AttributeProto {
        var attribute = Onnx_AttributeProto()
        (attribute.name, attribute.type, attribute.t) = (name, .tensor, value)
        return attribute
    }
}
