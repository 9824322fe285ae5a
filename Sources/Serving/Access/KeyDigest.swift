import Checkpoint

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
        let digits = Array(text.utf8)
        guard digits.count == 64 else { return nil }
        var bytes: [UInt8] = []
        for at in stride(from: 0, to: 64, by: 2) {
            guard let high = Self.value(digits[at]), let low = Self.value(digits[at + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        words = Self.words(bytes)
    }

    /// 64 digits in lower case.
    var hexadecimal: String {
        (0..<4).map { index in
            let digits = String(words[index], radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

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

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
