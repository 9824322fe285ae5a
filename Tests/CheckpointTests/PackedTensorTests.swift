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

    @Test func otherTypesAreRefused() {
        let layout = PackedTensor(shape: [4], bits: 8)
        #expect(throws: SparseTensor.Misfit.self) { try layout.unpacked(Tensor(shape: [4], int16s: [1, 2, 3, 4])) }
        #expect(throws: SparseTensor.Misfit.self) { try layout.unpacked(nil) }
    }
}
