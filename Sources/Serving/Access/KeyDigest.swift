import Checkpoint
import Telemetry

/// SHA-256 of an API key.
///
/// Keys are long and random, so that the hash needs neither salt nor work: there is no list of likely keys to try.
struct KeyDigest: Sendable, Hashable {
    private let words: SIMD4<UInt64>

    init(of key: String) {
        let hash = SHA256()
        hash.update(key)
        words = Self.words(hash.bytes())
    }

    /// - Parameter text: 64 hexadecimal digits; nil for anything else.
    init?(hexadecimal text: String) {
        let digits = Array(text.lowercased().utf8)
        guard digits.count == 64 else { return nil }
        var words = SIMD4<UInt64>()
        for index in 0..<4 {
            guard let word = HexadecimalDigits.value(digits[16 * index..<16 * (index + 1)]) else { return nil }
            words[index] = word
        }
        self.words = words
    }

    /// 64 digits in lower case.
    var hexadecimal: String { (0..<4).map { HexadecimalDigits.text(words[$0]) }.joined() }

    /// -1 if both are the same, else 0; which of them it is cannot be told from the time it takes.
    func equality(_ other: KeyDigest) -> Int {
        let differences = words ^ other.words
        let difference = differences[0] | differences[1] | differences[2] | differences[3]
        // Of a number and its negative one has the highest bit, unless both are 0.
        return Int(truncatingIfNeeded: (difference | (0 &- difference)) >> 63) &- 1
    }

    private static func words(_ bytes: [UInt8]) -> SIMD4<UInt64> {
        var words = SIMD4<UInt64>()
        for (index, byte) in bytes.prefix(32).enumerated() { words[index / 8] = words[index / 8] << 8 | UInt64(byte) }
        return words
    }
}
