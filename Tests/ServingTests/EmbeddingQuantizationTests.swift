import TestSupport
import Testing

@testable import Serving

@Suite struct EmbeddingQuantizationTests {
    /// Half steps go to the even neighbour; 127 times a multiple of 1/256 is exact in float32.
    @Test(
        arguments: [
            (0, 0), (1, 127), (-1, -127), (0.5, 64), (-0.5, -64), (1.5 / 127, 2), (0.0078125, 1), (-0.0078125, -1),
            (1.0000001, 127), (-1.0000001, -127), (0.001, 0), (-0.0, 0),
        ] as [(Float, Int8)])
    func int8IsScaledBy127(_ value: Float, _ expected: Int8) {
        #expect(EmbeddingQuantization.int8([value]) == [expected])
    }

    @Test func int8RoundsAsDoublePrecisionDoes() {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<10_000 {
            // 127 times a number of 16 bits is exact in both.
            let value = Float(Int.random(in: -65536...65536, using: &random)) / 65536
            let expected = (Double(value) * 127).rounded(.toNearestOrEven)
            #expect(EmbeddingQuantization.int8([value]) == [Int8(expected)])
        }
    }

    /// numpy: `np.packbits(x > 0)`, and the same less 128 as int8.
    @Test func signsArePackedFromTheMostSignificantBit() {
        let embedding: [Float] = [0.1, -0.1, 0, 0.2, -0.3, -0.1, -0.1, 0.5, 0.1, 0.1]
        #expect(EmbeddingQuantization.unsignedBinary(embedding) == [0b1001_0001, 0b1100_0000])
        #expect(EmbeddingQuantization.binary(embedding) == [17, 64])
        #expect(EmbeddingQuantization.binary([Float](repeating: -1, count: 8)) == [-128])
        #expect(EmbeddingQuantization.binary([Float](repeating: 1, count: 8)) == [127])
        #expect(EmbeddingQuantization.unsignedBinary([]) == [])
    }
}
