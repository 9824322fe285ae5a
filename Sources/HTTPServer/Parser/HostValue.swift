import Glibc

/// The value of `Host` and the authority of an absolute-form target: `uri-host [ ":" port ]` of RFC 9110 section 7.2,
/// without user information.
enum HostValue {
    /// True if `bytes` follow the grammar. The empty value does: RFC 9112 section 3.2 lets a client send it.
    static func isValid(_ bytes: some RandomAccessCollection<UInt8>) -> Bool {
        var rest = bytes[...]
        if rest.first == UInt8(ascii: "[") {
            guard let end = rest.firstIndex(of: UInt8(ascii: "]")), isAddress(rest[..<end].dropFirst()) else {
                return false
            }
            rest = rest[end...].dropFirst()
        } else {
            while let byte = rest.first, CharacterClass.isHostName(byte) {
                if byte == UInt8(ascii: "%") {
                    let digits = rest.dropFirst().prefix(2)
                    guard digits.count == 2, digits.allSatisfy({ CharacterClass.hexadecimalValue($0) != nil }) else {
                        return false
                    }
                }
                rest = rest.dropFirst()
            }
        }
        guard let colon = rest.first else { return true }
        return colon == UInt8(ascii: ":") && rest.dropFirst().allSatisfy { CharacterClass.isDigit($0) }
    }

    /// `IPv6address` or `IPvFuture` of RFC 3986 section 3.2.2.
    private static func isAddress(_ bytes: some RandomAccessCollection<UInt8>) -> Bool {
        if let first = bytes.first, first | 0x20 == UInt8(ascii: "v") {
            let version = bytes.dropFirst().prefix { CharacterClass.hexadecimalValue($0) != nil }
            let rest = bytes.dropFirst(1 + version.count)
            return !version.isEmpty && rest.first == UInt8(ascii: ".") && rest.count > 1
                && rest.dropFirst().allSatisfy {
                    $0 == UInt8(ascii: ":") || ($0 != UInt8(ascii: "%") && CharacterClass.isHostName($0))
                }
        }
        // The longest has eight groups, the last two of them as an address of IPv4.
        guard bytes.count <= 45 else { return false }
        var address = in6_addr()
        return inet_pton(AF_INET6, String(decoding: bytes, as: UTF8.self), &address) == 1
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
