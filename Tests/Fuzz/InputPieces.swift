/// Ways to cut an input into pieces, and choices that depend on nothing but the input.
struct InputPieces {
    private var state: UInt64

    /// FNV-1a of the bytes: equal inputs make equal choices.
    init(of bytes: [UInt8]) {
        state = 0xCBF2_9CE4_8422_2325
        for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }

    /// SplitMix64.
    mutating func next(below limit: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((word ^ (word >> 31)) % UInt64(max(1, limit)))
    }

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
