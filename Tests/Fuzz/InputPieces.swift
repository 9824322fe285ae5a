import TestSupport

/// Ways to cut an input into pieces, and choices that depend on nothing but the input.
struct InputPieces {
    private var generator: SeededGenerator

    /// FNV-1a of the bytes: equal inputs make equal choices.
    init(of bytes: [UInt8]) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        generator = SeededGenerator(seed: hash)
    }

    mutating func next(below limit: Int) -> Int { Int(generator.next() % UInt64(max(1, limit))) }

    /// Pieces of 1 to `limit` bytes that make up `bytes`.
    mutating func cut(_ bytes: [UInt8], limit: Int) -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + 1 + next(below: limit))
            pieces.append(Array(bytes[start..<end]))
            start = end
        }
        return pieces
    }

    /// The whole, single bytes, and two ways that depend on the input.
    static func cuts(_ bytes: [UInt8]) -> [[[UInt8]]] {
        var pieces = InputPieces(of: bytes)
        return [[bytes], bytes.map { [$0] }, pieces.cut(bytes, limit: 5), pieces.cut(bytes, limit: 64)]
    }
}
