import Foundation
import ModelGraph
import TestSupport
import Testing

@testable import Checkpoint

@Suite struct PackedTensorTests {
    /// Random numbers of so many bits, the extremes among them.
    private func tensor(bits: Int, count: Int = 3001) -> Tensor {
        var random = SeededGenerator(seed: UInt64(bits))
        let (low, high) = (-(1 << (bits - 1)), 1 << (bits - 1) - 1)
        var values = (0..<count).map { _ in Int16(Int.random(in: low...high, using: &random)) }
        (values[0], values[count - 1]) = (Int16(low), Int16(high))
        return Tensor(shape: [count], int16s: values)
    }

    @Test(arguments: 1...12) func comesBack(_ bits: Int) throws {
        let tensor = tensor(bits: bits)
        let (layout, bytes) = try #require(PackedTensor.packed(tensor))
        #expect(layout == PackedTensor(shape: [3001], bits: bits))
        #expect(bytes.count == (3001 * bits + 7) / 8)
        #expect(try layout.unpacked(bytes) == tensor)
    }

    @Test func elementsFollowEachOtherFromTheLowestBit() throws {
        let layout = PackedTensor(shape: [4], bits: 3)
        // 1, -1, 3, -4: 001, 111, 011, 100 from the lowest bit up.
        let bytes = Tensor(shape: [2], elements: .uint8([0b11_111_001, 0b0000_1000]))
        #expect(try layout.unpacked(bytes) == Tensor(shape: [4], int16s: [1, -1, 3, -4]))
    }

    @Test func whatIsWideOrSmallIsLeft() {
        #expect(PackedTensor.packed(tensor(bits: 13)) == nil)
        #expect(PackedTensor.packed(tensor(bits: 8, count: 100)) == nil)
        #expect(PackedTensor.packed(Tensor(shape: [0], int16s: [])) == nil)
        #expect(PackedTensor.packed(Tensor(shape: [2000], floats: [Float](repeating: 0, count: 2000))) == nil)
    }

    @Test(arguments: [
        (PackedTensor(shape: [4], bits: 3), [UInt8](repeating: 0, count: 1), "1 bytes for the shape"),
        (PackedTensor(shape: [4], bits: 3), [0, 0, 0], "3 bytes for the shape"),
        (PackedTensor(shape: [4], bits: 3), [0, 0b0001_0000], "bits behind"),
        (PackedTensor(shape: [4], bits: 0), [0], "0 bits"),
        (PackedTensor(shape: [4], bits: 13), [0, 0, 0, 0, 0, 0, 0], "13 bits"),
        (PackedTensor(shape: [1 << 40, 1 << 40], bits: 8), [0], "bytes for the shape"),
        (PackedTensor(shape: [-8], bits: 8), [0], "bytes for the shape"),
        (PackedTensor(shape: [1 << 62], bits: 1), [0], "bytes for the shape"),
    ])
    func whatDoesNotFitIsRefused(_ layout: PackedTensor, _ bytes: [UInt8], _ message: String) {
        let error = #expect(throws: SparseTensor.Misfit.self) {
            try layout.unpacked(Tensor(shape: [bytes.count], elements: .uint8(bytes)))
        }
        #expect(error?.message.contains(message) ?? false)
    }

    /// A checkpoint whose weights have six bits, half of them in blocks of zeros where it is sparse as well.
    @Test(arguments: [false, true]) func checkpointsHoldThem(_ isSparse: Bool) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("m.safetensors").path
        var original = CheckpointTests.checkpoint
        original.model.graph.inputs[0].type = TensorType(.float32, ["N", 64])
        original.model.graph.outputs[0].type = TensorType(.float32, ["N", 64])
        // Odd numbers, so that none is zero by chance.
        var weights = (0..<4096).map { Int16($0 * 7 % 61 - 30) | 1 }
        if isSparse {
            for row in 0..<64 where row / 16 % 2 == 0 { for column in 0..<64 { weights[row * 64 + column] = 0 } }
        }
        original.model.graph.initializers["w"] = Tensor(shape: [64, 64], int16s: weights)
        original.model.graph.initializers["b"] = Tensor(shape: [64], elements: .int32(.init(repeating: 1, count: 64)))
        try CheckpointWriter.write(original, to: path)
        let file = try SafetensorsFile(path: path)
        #expect(file.metadata["version"] == "3")
        #expect(file.tensors()["w"]?.count == 64 * 64 * 6 / 8 / (isSparse ? 2 : 1))
        let loaded = try CheckpointReader.load(path: path).checkpoint
        #expect(loaded.model.graph.initializers == original.model.graph.initializers)

        var metadata = file.metadata
        metadata["digest"] = nil
        let layout = try #require(metadata["packed"])
        metadata["packed"] = layout.replacing(#""bits":6"#, with: #""bits":5"#)
        try SafetensorsWriter.write(file.tensors(), metadata: metadata, digestKey: "digest", to: path)
        let error = #expect(throws: CheckpointError.self) { try CheckpointReader.load(path: path) }
        #expect(error?.kind == .corrupt && error?.message.contains("packed tensor") ?? false)
    }

    @Test func otherTypesAreRefused() {
        let layout = PackedTensor(shape: [4], bits: 8)
        #expect(throws: SparseTensor.Misfit.self) { try layout.unpacked(Tensor(shape: [4], int16s: [1, 2, 3, 4])) }
        #expect(throws: SparseTensor.Misfit.self) { try layout.unpacked(nil) }
    }
}
