import Foundation
import ModelGraph
import TestSupport
import Testing

@testable import ONNX

/// Weights beside the model are read from its folder and from nowhere else.
struct ExternalDataTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write([0, 0, 0, 0, 0, 0, 128, 63, 0, 0, 0, 64], to: "model/weights.bin")
        try folder.write([0, 0, 128, 63, 0, 0, 0, 64], to: "secret.bin")
        try FileManager.default.createSymbolicLink(
            at: folder.file("model/link.bin"), withDestinationURL: folder.file("secret.bin"))
    }

    private func load(_ entries: [String: String]) throws -> ONNXModel {
        var model = ModelBuilder.one("Add", shape: [2], inputs: ["w"])
        var tensor = Onnx_TensorProto()
        (tensor.name, tensor.dims, tensor.dataType, tensor.dataLocation) = ("w", [2], 1, .external)
        for (key, value) in entries.sorted(by: { $0.key < $1.key }) {
            var entry = Onnx_StringStringEntryProto()
            (entry.key, entry.value) = (key, value)
            tensor.externalData.append(entry)
        }
        model.proto.graph.initializer.append(tensor)
        let place = try folder.write(try model.bytes(), to: "model/model.onnx")
        return try ONNXImporter.load(path: place.path)
    }

    @Test func isReadAtItsOffset() throws {
        let graph = try load(["location": "weights.bin", "offset": "4", "length": "8"]).graph
        #expect(graph.initializers["w"]?.floats == [1, 2])
        #expect(try load(["location": "weights.bin", "offset": "4"]).graph.initializers["w"]?.floats == [1, 2])
    }

    @Test(arguments: [
        ["location": "../secret.bin"], ["location": "a/../../secret.bin"], ["location": "/etc/passwd"],
        ["location": "link.bin"], ["location": ""], ["location": "absent.bin"], ["location": "."], [:],
        ["location": "weights.bin", "length": "4"], ["location": "weights.bin", "length": "-8"],
        ["location": "weights.bin", "length": "many"], ["location": "weights.bin", "offset": "8"],
        ["location": "weights.bin", "offset": "9223372036854775807"], ["location": "weights.bin", "offset": "-4"],
        ["location": "weights.bin", "basepath": "/"],
    ])
    func anythingElseIsRefused(_ entries: [String: String]) throws {
        #expect(throws: ONNXError.self) { try load(entries) }
    }

    @Test func isRefusedFromMemory() throws {
        _ = try load(["location": "weights.bin", "offset": "4"])
        let bytes = try [UInt8](Data(contentsOf: folder.file("model/model.onnx")))
        #expect(throws: ONNXError.self) { try ONNXImporter.load(bytes: bytes, externalDataFolder: nil) }
    }

    @Test func pipeIsRefusedWithoutWaiting() throws {
        try #require(mkfifo(folder.file("model/pipe.bin").path, 0o600) == 0)
        #expect(throws: ONNXError.self) { try load(["location": "pipe.bin"]) }
    }
}
