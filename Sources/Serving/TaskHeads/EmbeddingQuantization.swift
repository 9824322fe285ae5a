/// Embeddings of length 1 in fewer bits, as vector stores take them.
enum EmbeddingQuantization {
    /// 127 times each number, rounded to nearest, half to even, within -127...127.
    static func int8(_ embedding: [Float]) -> [Int8] {
        embedding.map { value in
            let scaled = (127 * value).rounded(.toNearestOrEven)
            return Int8(max(-127, min(127, scaled.isNaN ? 0 : scaled)))
        }
    }

    /// A bit for each number, 1 where it is above 0; eight in a byte, the first in its most significant bit. What the last
    /// byte lacks is 0.
    static func unsignedBinary(_ embedding: [Float]) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: (embedding.count + 7) / 8)
        for (index, value) in embedding.enumerated() where value > 0 { bytes[index / 8] |= 0x80 >> UInt8(index % 8) }
        return bytes
    }

    /// The same bytes less 128, for stores of signed bytes.
    static func binary(_ embedding: [Float]) -> [Int8] {
        unsignedBinary(embedding).map { Int8(truncatingIfNeeded: Int($0) - 128) }
    }
}
