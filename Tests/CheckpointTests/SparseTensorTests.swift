import Foundation
import ModelGraph
import TestSupport
import Testing

@testable import Checkpoint

@Suite struct SparseTensorTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Weights with zeros: whole blocks of extents `block` along the first two axes, or single ones.
    static func weights(_ shape: [Int], block: [Int], zeros: Double, seed: UInt64 = 1) -> Tensor {
        var random = SeededGenerator(seed: seed)
        let inner = shape[2...].reduce(1, *)
        var dead: [Int: Bool] = [:]
        let elements = (0..<shape.reduce(1, *)).map { index -> Int16 in
            let (row, column) = (index / inner / shape[1], index / inner % shape[1])
            let key = ((row / block[0]) * shape[1] + column / block[1]) * inner + index % inner
            let isDead = dead[key] ?? (Double.random(in: 0..<1, using: &random) < zeros)
            dead[key] = isDead
            return isDead ? 0 : Int16.random(in: 1...32767, using: &random)
        }
        return Tensor(shape: shape, int16s: elements)
    }

    @Test(arguments: [[64, 64], [50, 33], [64, 16, 3, 3], [33, 7, 1, 5]], [[1, 1], [16, 2], [2, 16]])
    func isReadAsItWas(shape: [Int], block: [Int]) throws {
        let tensor = Self.weights(shape, block: block, zeros: 0.6)
        let compact = try #require(SparseTensor.compact(tensor, mask: "m"))
        #expect(compact.layout.block == block)
        #expect(try compact.layout.expanded(values: compact.values, mask: compact.mask) == tensor)
    }

    @Test func onlyWhatIsSmallerIsCompact() {
        #expect(SparseTensor.compact(Self.weights([64, 64], block: [1, 1], zeros: 0), mask: "m") == nil)
        // A mask of single elements is a sixteenth of the tensor.
        #expect(SparseTensor.compact(Self.weights([64, 64], block: [1, 1], zeros: 0.05), mask: "m") == nil)
        #expect(SparseTensor.compact(Self.weights([4, 4], block: [1, 1], zeros: 0.9), mask: "m") == nil)
        #expect(SparseTensor.compact(Tensor(shape: [4096], int16s: .init(repeating: 0, count: 4096)), mask: "m") == nil)
        // A reader would not believe that nothing stands for much.
        let zeros = Tensor(shape: [64, 64], int16s: .init(repeating: 0, count: 4096))
        #expect(SparseTensor.compact(zeros, mask: "m") == nil)
        #expect(
            SparseTensor.compact(Tensor(shape: [64, 64], floats: .init(repeating: 0, count: 4096)), mask: "m") == nil)
    }

    /// As docs/checkpoint.md says: rows of blocks, the lowest bit first.
    @Test func theMaskIsThatOfTheDocumentation() throws {
        var elements = [Int16](repeating: 0, count: 32 * 40)
        // Block (0, 3), and block (1, 1) of 20 in a row.
        elements[5 * 40 + 7] = 70
        elements[31 * 40 + 2] = -8
        let tensor = Tensor(shape: [32, 40], int16s: elements)
        let compact = try #require(SparseTensor.compact(tensor, mask: "m"))
        #expect(compact.layout == SparseTensor(shape: [32, 40], block: [16, 2], mask: "m"))
        #expect(compact.mask == Tensor(shape: [5], elements: .uint8([0b1000, 0, 0b10_0000, 0, 0])))
        #expect(compact.values.count == 64)
        #expect(compact.values.integers?[5 * 2 + 1] == 70 && compact.values.integers?[32 + 15 * 2] == -8)
    }

    @Test func whatDoesNotFitIsRefused() throws {
        let tensor = Self.weights([50, 33], block: [16, 2], zeros: 0.5)
        let compact = try #require(SparseTensor.compact(tensor, mask: "m"))
        guard case .uint8(let mask) = compact.mask.elements, case .int16(let values) = compact.values.elements else {
            Issue.record("other element types")
            return
        }
        // 4 x 17 blocks: four bits of the last byte are not used.
        #expect(mask.count == 9)
        func message(
            _ layout: SparseTensor? = nil, values other: Tensor? = nil, mask otherMask: Tensor? = nil
        ) -> String? {
            do {
                _ = try (layout ?? compact.layout).expanded(
                    values: other ?? compact.values, mask: otherMask ?? compact.mask)
                return nil
            } catch { return error.message }
        }
        func bytes(_ bytes: [UInt8]) -> Tensor { Tensor(shape: [bytes.count], elements: .uint8(bytes)) }
        #expect(message() == nil)
        #expect(message(values: Tensor(shape: [2], floats: [1, 2])) == "its elements must be a tensor of I16")
        #expect(message(mask: compact.values) == "its mask \"m\" must be a tensor of U8")
        #expect(message(mask: bytes(Array(mask.dropLast()))) == "the mask has 8 bytes for 68 blocks")
        #expect(message(mask: bytes(mask + [0])) == "the mask has 10 bytes for 68 blocks")
        var changed = mask
        changed[8] |= 0b1_0000
        #expect(message(mask: bytes(changed)) == "the mask has bits behind its 68 blocks")
        changed = mask
        changed[0] ^= 1
        #expect(message(mask: bytes(changed))?.hasPrefix("the mask stands for ") == true)
        let few = Tensor(shape: [values.count - 1], int16s: Array(values.dropLast()))
        #expect(message(values: few)?.hasSuffix("\(values.count - 1) are stored") == true)
        for shape in [[50], [], [0, 33], [-50, 33], [.max, .max], [1 << 31, 2], [50, 33, 1, 1, 1, 1, 1, 1, 1]] {
            #expect(message(SparseTensor(shape: shape, block: [16, 2], mask: "m")) != nil, "\(shape)")
        }
        for block in [[], [16], [16, 2, 1], [0, 2], [-1, 2], [16, 3], [33, 1], [.max, .max]] {
            #expect(message(SparseTensor(shape: [50, 33], block: block, mask: "m")) != nil, "\(block)")
        }
        // Few elements do not stand for many: 2^30 of them are not even reserved.
        let huge = SparseTensor(shape: [1 << 15, 1 << 15], block: [16, 2], mask: "m")
        #expect(message(huge)?.hasPrefix("\(values.count) elements are stored for 1073741824") == true)
    }

    /// A checkpoint whose weights are half zeros.
    private func checkpoint() -> Checkpoint {
        var checkpoint = CheckpointTests.checkpoint
        checkpoint.model.graph.inputs[0].type = TensorType(.float32, ["N", 64])
        checkpoint.model.graph.outputs[0].type = TensorType(.float32, ["N", 32])
        checkpoint.model.graph.initializers["w"] = Self.weights([32, 64], block: [16, 2], zeros: 0.5)
        checkpoint.model.graph.initializers["b"] = Tensor(shape: [32], elements: .int32(.init(repeating: 1, count: 32)))
        return checkpoint
    }

    @Test func checkpointsHoldThemAndOldOnesStayAsTheyWere() throws {
        let path = folder.file("m.safetensors").path
        let original = checkpoint()
        try CheckpointWriter.write(original, to: path)
        let file = try SafetensorsFile(path: path)
        #expect(file.metadata["version"] == "3")
        #expect(Set(file.names) == ["b", "w", "w.mask"])
        let loaded = try CheckpointReader.load(path: path).checkpoint
        #expect(loaded.model.graph.initializers == original.model.graph.initializers)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        try CheckpointWriter.write(loaded, to: path)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)

        try CheckpointWriter.write(CheckpointTests.checkpoint, to: path)
        let dense = try SafetensorsFile(path: path).metadata
        #expect(dense["version"] == "2" && dense["sparse"] == nil)
    }

    @Test func aMaskDoesNotTakeTheNameOfAnother() throws {
        let path = folder.file("m.safetensors").path
        var original = checkpoint()
        original.model.graph.initializers["w.mask"] = Tensor(shape: [1], floats: [1])
        try CheckpointWriter.write(original, to: path)
        #expect(Set(try SafetensorsFile(path: path).names) == ["b", "w", "w.mask", "w.mask'"])
        let loaded = try CheckpointReader.load(path: path).checkpoint
        #expect(loaded.model.graph.initializers == original.model.graph.initializers)
    }

    @Test(arguments: [
        (#""mask":"w.mask""#, #""mask":"w""#), (#""mask":"w.mask""#, #""mask":"nobody""#),
        (#""mask":"w.mask""#, #""mask":"b""#), (#""w":"#, #""v":"#), (#""shape":[32,64]"#, #""shape":[64,64]"#),
        (#""shape":[32,64]"#, #""shape":[64,32]"#), (#""shape":[32,64]"#, #""shape":[32,-64]"#),
        (#""shape":[32,64]"#, #""shape":[9223372036854775807,9223372036854775807]"#),
        (#""block":[16,2]"#, #""block":[16,0]"#), (#""block":[16,2]"#, #""block":[16,3]"#),
        (#""block":[16,2]"#, #""block":[]"#),
    ])
    func wrongLayoutsAreRefused(old: String, new: String) throws {
        let path = folder.file("m.safetensors").path
        try CheckpointWriter.write(checkpoint(), to: path)
        let file = try SafetensorsFile(path: path)
        var metadata = file.metadata
        metadata["digest"] = nil
        let layout = try #require(metadata["sparse"])
        try #require(layout.contains(old))
        metadata["sparse"] = layout.replacingOccurrences(of: old, with: new)
        try SafetensorsWriter.write(file.tensors(), metadata: metadata, digestKey: "digest", to: path)
        let error = #expect(throws: CheckpointError.self) { try CheckpointReader.load(path: path) }
        #expect(error?.kind == .corrupt)
    }
}
