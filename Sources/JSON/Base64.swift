/// Base64 of RFC 4648 section 4: the standard alphabet with padding.
package enum Base64 {
    /// Decodes `text`; nil unless it is canonical: only letters of the alphabet, padded to a multiple of four, no white
    /// space, unused bits zero. So every byte string has exactly one spelling.
    package static func decode(_ text: some StringProtocol) -> [UInt8]? {
        if let result = text.utf8.withContiguousStorageIfAvailable({ decode($0) }) { return result }
        return Array(text.utf8).withUnsafeBufferPointer { decode($0) }
    }

    /// Decodes the letters in `letters` as `decode(_:)` does for text.
    package static func decode(_ letters: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard letters.count % 4 == 0 else { return nil }
        guard let input = letters.baseAddress, letters.count > 0 else { return [] }
        let padding = input[letters.count - 1] != pad ? 0 : input[letters.count - 2] != pad ? 1 : 2
        let byteCount = letters.count / 4 * 3 - padding
        // Whole groups of four letters without padding; each gives three bytes.
        let groupCount = letters.count / 4 - (padding > 0 ? 1 : 0)
        var isValid = true
        let bytes = [UInt8](unsafeUninitializedCapacity: byteCount) { output, initializedCount in
            // In bounds: the table has 256 entries, group g reads letters 4g..4g+3 and writes bytes 3g..3g+2, and
            // 3 * groupCount <= byteCount.
            values.withUnsafeBufferPointer { table in
                var faults: UInt8 = 0
                for group in 0..<groupCount {
                    let a = table[Int(input[4 * group])]
                    let b = table[Int(input[4 * group + 1])]
                    let c = table[Int(input[4 * group + 2])]
                    let d = table[Int(input[4 * group + 3])]
                    faults |= a | b | c | d
                    output[3 * group] = a << 2 | b >> 4
                    output[3 * group + 1] = b << 4 | c >> 2
                    output[3 * group + 2] = c << 6 | d
                }
                if padding > 0 {
                    let a = table[Int(input[4 * groupCount])]
                    let b = table[Int(input[4 * groupCount + 1])]
                    let c = padding == 1 ? table[Int(input[4 * groupCount + 2])] : 0
                    faults |= a | b | c
                    if padding == 1 ? c & 0x03 != 0 : b & 0x0F != 0 { faults |= 0x80 }
                    output[3 * groupCount] = a << 2 | b >> 4
                    if padding == 1 { output[3 * groupCount + 1] = b << 4 | c >> 2 }
                }
                // Values are below 64; 0xFF marks what is no letter.
                isValid = faults & 0xC0 == 0
            }
            initializedCount = byteCount
        }
        return isValid ? bytes : nil
    }

    /// Encodes `bytes`.
    package static func encode(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        let groupCount = (bytes.count + 2) / 3
        var text: [UInt8] = []
        text.reserveCapacity(groupCount * 4)
        for group in 0..<groupCount {
            let start = group * 3
            let first = bytes[start]
            let second = start + 1 < bytes.count ? bytes[start + 1] : 0
            let third = start + 2 < bytes.count ? bytes[start + 2] : 0
            text.append(alphabet[Int(first >> 2)])
            text.append(alphabet[Int((first & 0x03) << 4 | second >> 4)])
            text.append(start + 1 < bytes.count ? alphabet[Int((second & 0x0F) << 2 | third >> 6)] : pad)
            text.append(start + 2 < bytes.count ? alphabet[Int(third & 0x3F)] : pad)
        }
        return text
    }

    /// Encodes `bytes`.
    package static func encode(_ bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBytes { encode($0) }
    }

    private static let pad = UInt8(ascii: "=")
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 0xFF, count: 256)
        for (value, letter) in alphabet.enumerated() { values[Int(letter)] = UInt8(value) }
        return values
    }()
}
