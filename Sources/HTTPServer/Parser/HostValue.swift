/// The value of `Host` and the authority of an absolute-form target: `uri-host [ ":" port ]` of RFC 9110 section 7.2,
/// without user information.
enum HostValue {
    /// True if `bytes` follow the grammar. The empty value does: RFC 9112 section 3.2 lets a client send it.
    static func isValid(_ bytes: some RandomAccessCollection<UInt8>) -> Bool {
        var rest = bytes[...]
        if rest.first == UInt8(ascii: "[") {
            guard let end = rest.firstIndex(of: UInt8(ascii: "]")) else { return false }
            let address = rest[..<end].dropFirst()
            guard !address.isEmpty,
                address.allSatisfy({
                    CharacterClass.hexadecimalValue($0) != nil || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".")
                })
            else { return false }
            rest = rest[end...].dropFirst()
        } else {
            rest = rest.drop { CharacterClass.isHostName($0) }
        }
        guard let colon = rest.first else { return true }
        return colon == UInt8(ascii: ":") && rest.dropFirst().allSatisfy { CharacterClass.isDigit($0) }
    }
}

/// ASCII letters compare without case; `lowercase` has none in upper case.
func equalIgnoringCase(
    _ bytes: Slice<UnsafeBufferPointer<UInt8>>, _ lowercase: UnsafeBufferPointer<UInt8>
) -> Bool {
    guard bytes.count == lowercase.count else { return false }
    for index in 0..<lowercase.count {
        let byte = bytes[bytes.startIndex + index]
        let folded = byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
        if folded != lowercase[index] { return false }
    }
    return true
}

/// ASCII letters compare without case; `lowercase` has none in upper case.
func equalIgnoringCase(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, _ lowercase: StaticString) -> Bool {
    lowercase.withUTF8Buffer { equalIgnoringCase(bytes, $0) }
}
