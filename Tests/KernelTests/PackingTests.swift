import Kernels
import TestSupport
import Testing

@Suite struct PackingTests {
    @Test func buffersAreAlignedZeroedAndHaveSlack() {
        for count in [0, 1, 31, 32, 1000] {
            let buffer = AlignedBuffer<Int16>(count: count)
            #expect(UInt(bitPattern: buffer.pointer) % 64 == 0)
            #expect(buffer.array == [Int16](repeating: 0, count: count))
            #expect(buffer.byteCount == count * 2 + AlignedBuffer<Int16>.slackBytes)
            // The slack is readable, and zero.
            #expect((0..<AlignedBuffer<Int16>.slackBytes / 2).allSatisfy { buffer.pointer[count + $0] == 0 })
        }
    }

    @Test(arguments: [(1, 1, 16), (16, 8, 16), (17, 9, 16), (32, 6, 32), (50, 131, 32)])
    func panelsHoldPairsOfTheReduction(n: Int, k: Int, nr: Int) {
        var random = SeededGenerator(seed: 2)
        let weights = random.mantissas(n * k)
        let packed = weights.withUnsafeBufferPointer { PackedWeights(rows: $0, n: n, k: k, nr: nr) }
        let pairs = (k + 1) / 2
        #expect(packed.buffer.count == packed.paddedColumns * pairs * 2)
        var expected = [Int16](repeating: 0, count: packed.buffer.count)
        for c in 0..<n {
            for r in 0..<k { expected[((c / nr * pairs + r / 2) * nr + c % nr) * 2 + r % 2] = weights[c * k + r] }
        }
        #expect(packed.buffer.array == expected)

        var transposed = [Int16](repeating: 0, count: n * k)
        for c in 0..<n { for r in 0..<k { transposed[r * n + c] = weights[c * k + r] } }
        let other = transposed.withUnsafeBufferPointer { PackedWeights(columns: $0, k: k, n: n, nr: nr) }
        #expect(other.buffer.array == expected)
    }

    @Test func convolutionIsReorderedToIm2colOrder() {
        var random = SeededGenerator(seed: 4)
        let outputs = 20, inputs = 5, height = 3, width = 2
        let onnx = random.mantissas(outputs * inputs * height * width)
        var rows: [Int16] = []
        for o in 8..<20 {
            for y in 0..<height {
                for x in 0..<width {
                    for i in 0..<inputs { rows.append(onnx[((o * inputs + i) * height + y) * width + x]) }
                }
            }
        }
        let expected = rows.withUnsafeBufferPointer { PackedWeights(rows: $0, n: 12, k: 30, nr: 16) }
        let found = onnx.withUnsafeBufferPointer {
            PackedWeights(
                convolution: $0, outputs: 8..<20, inputs: inputs, kernelHeight: height, kernelWidth: width, nr: 16)
        }
        #expect(found.buffer.array == expected.buffer.array)
    }

    /// Panels of 8, 16 and 32 columns give the same blocks.
    @Test(arguments: [(1, 1), (16, 8), (17, 9), (50, 131)], [0, 0.4, 1])
    func sparseWeightsAreTheBlocksThatAreNotZero(_ size: (n: Int, k: Int), zeros: Double) {
        let (n, k) = size
        var random = SeededGenerator(seed: 6)
        var weights = random.mantissas(n * k)
        weights.clearBlocks(n: n, k: k, share: zeros, using: &random)
        var expected = 0
        for column in stride(from: 0, to: n, by: 16) {
            for r in stride(from: 0, to: k, by: 2) {
                let block = (column..<min(n, column + 16)).flatMap { weights[$0 * k + r..<$0 * k + min(k, r + 2)] }
                expected += block.contains { $0 != 0 } ? 1 : 0
            }
        }
        let total = (n + 15) / 16 * ((k + 1) / 2)
        for nr in [8, 16, 32] {
            let packed = weights.withUnsafeBufferPointer { PackedWeights(rows: $0, n: n, k: k, nr: nr) }
            let sparse = SparseWeights(packed)
            #expect(sparse.count == expected && sparse.blockCount == total)
            #expect(packed.blockShare == Double(expected) / Double(total))
            #expect(sparse.paddedColumns == (n + 15) / 16 * 16)
        }
    }

    @Test func theFasterOrderIsTaken() {
        var random = SeededGenerator(seed: 7)
        let (n, k) = (64, 64)
        for table in tables {
            for (zeros, isSparse) in [(0.0, false), (0.05, false), (0.5, true), (1, true)] {
                var weights = random.mantissas(n * k, limit: 9).map { $0 == 0 ? 1 : $0 }
                weights.clearBlocks(n: n, k: k, share: zeros, using: &random)
                let packed = weights.withUnsafeBufferPointer {
                    PackedWeights(rows: $0, n: n, k: k, nr: table.gemmColumns)
                }
                let faster = table.faster([packed])
                #expect((faster[0].blockShare != nil) == isSparse, "\(table.instructionSet), \(zeros)")
                #expect(faster[0].n == n && faster[0].k == k)
            }
        }
    }

    @Test func depthwiseWeightsAreTransposedAndPadded() {
        let weights: [Int16] = [1, 2, 3, 4, 5, 6]  // two channels, three taps
        let packed = weights.withUnsafeBufferPointer {
            PackedDepthwiseWeights($0, channels: 2, kernelHeight: 1, kernelWidth: 3)
        }
        #expect(packed.paddedChannels == 32)
        let array = packed.buffer.array
        #expect(array.count == 96)
        #expect([array[0], array[1], array[2], array[32], array[33], array[64], array[65]] == [1, 4, 0, 2, 5, 3, 6])
    }

    /// Activations are packed as weights are, wherever they begin and however far their rows are apart.
    @Test(arguments: [1, 2, 7, 16, 31, 32, 33, 65], [1, 2, 3, 8, 15, 64])
    func packsActivationsLikeWeights(n: Int, k: Int) {
        var random = SeededGenerator(seed: 7)
        for (padding, offset) in [(0, 0), (2, 0), (1, 1), (4, 1)] {
            for table in tables {
                let nr = table.gemmColumns
                let count = PackedMatrix.elementCount(n: n, k: k, nr: nr)
                let rows = random.mantissas(k * (n + padding)), columns = random.mantissas(n * (k + padding))
                let rowBuffer = AlignedBuffer([0] + rows), columnBuffer = AlignedBuffer([0] + columns)
                let target = GuardedBuffer([Int16](repeating: untouched, count: count))
                for buffer in [rowBuffer, columnBuffer] where offset == 0 {
                    buffer.pointer.update(from: buffer.pointer + 1, count: buffer.count - 1)
                }
                _ = table.pack(rowBuffer.pointer + offset, stride: n + padding, k: k, n: n, into: target.pointer)
                let tight = (0..<k).flatMap { rows[$0 * (n + padding)..<$0 * (n + padding) + n] }
                let expected = tight.withUnsafeBufferPointer { PackedWeights(columns: $0, k: k, n: n, nr: nr) }
                #expect(Array(UnsafeBufferPointer(start: target.pointer, count: count)) == expected.buffer.array)
                _ = table.pack(
                    transposed: columnBuffer.pointer + offset, stride: k + padding, k: k, n: n, into: target.pointer)
                let own = (0..<n).flatMap { columns[$0 * (k + padding)..<$0 * (k + padding) + k] }
                let expectedColumns = own.withUnsafeBufferPointer { PackedWeights(rows: $0, n: n, k: k, nr: nr) }
                #expect(
                    Array(UnsafeBufferPointer(start: target.pointer, count: count)) == expectedColumns.buffer.array)
                withExtendedLifetime((rowBuffer, columnBuffer, target)) {}
            }
        }
    }
}
