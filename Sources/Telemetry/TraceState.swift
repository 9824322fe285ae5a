/// The value of the header `tracestate`: what vendors of tracing say of a trace (W3C Trace Context section 3.3).
///
/// It is not understood here, only passed on.
package struct TraceState: Sendable, Hashable, CustomStringConvertible {
    package struct Member: Sendable, Hashable {
        package let key: String
        package let value: String
    }

    /// At least this long a list is to be passed on (section 3.3.1.5); longer ones are cut.
    static let lengthLimit = 512
    private static let memberLimit = 32
    private static let longMemberLength = 128

    /// In the order given: the latest first.
    package private(set) var members: [Member]

    /// Reads a list; several headers are one list, joined by commas (section 3.3.1).
    ///
    /// Nil if any member is invalid, a key occurs twice, there are more than 32, or none: the header is then dropped, and
    /// `traceparent` holds all the same. A list of more than 512 characters loses members of more than 128 first, then its
    /// last ones.
    package init?(_ value: String) {
        members = []
        var keys: Set<String> = []
        for part in value.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let text = Self.trimmed(part)
            // Empty members are allowed.
            if text.isEmpty { continue }
            guard let equals = text.firstIndex(of: UInt8(ascii: "=")) else { return nil }
            let (key, value) = (text[..<equals], text[text.index(after: equals)...])
            guard Self.isKey(key), Self.isValue(value) else { return nil }
            let member = Member(
                key: String(decoding: key, as: UTF8.self), value: String(decoding: value, as: UTF8.self))
            guard keys.insert(member.key).inserted, keys.count <= Self.memberLimit else { return nil }
            members.append(member)
        }
        guard !members.isEmpty else { return nil }
        cut()
    }

    package var description: String { members.map { "\($0.key)=\($0.value)" }.joined(separator: ",") }

    private mutating func cut() {
        // Each member has an equals sign, and a comma but for the last.
        func length(_ member: Member) -> Int { member.key.utf8.count + member.value.utf8.count + 1 }
        var total = members.reduce(-1) { $0 + length($1) + 1 }
        while total > Self.lengthLimit {
            let index = members.lastIndex { length($0) > Self.longMemberLength } ?? members.count - 1
            total -= length(members[index]) + 1
            members.remove(at: index)
        }
    }

    private static func trimmed(_ bytes: Substring.UTF8View) -> Substring.UTF8View {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
        var rest = bytes.drop(while: isSpace)
        while let last = rest.last, isSpace(last) { rest = rest.dropLast() }
        return rest
    }

    /// `lcalpha 0*255keychar`, or `tenant@system` of at most 241 and 14 characters; a tenant may begin with a digit.
    private static func isKey(_ key: Substring.UTF8View) -> Bool {
        let parts = key.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.allSatisfy({ $0.allSatisfy(isKeyCharacter) }) else { return false }
        func startsWithLetter(_ part: Substring.UTF8View) -> Bool { part.first.map(isLetter) ?? false }
        switch parts.count {
        case 1: return startsWithLetter(parts[0]) && parts[0].count <= 256
        case 2:
            let startsWell = parts[0].first.map { isLetter($0) || isDigit($0) } ?? false
            return startsWell && parts[0].count <= 241 && startsWithLetter(parts[1]) && parts[1].count <= 14
        default: return false
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isKeyCharacter(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte)
            || [UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "/")].contains(byte)
    }

    /// 1 to 256 printable characters without comma and equals sign, no space at the end.
    private static func isValue(_ value: Substring.UTF8View) -> Bool {
        (1...256).contains(value.count) && value.last != 0x20
            && value.allSatisfy { byte in
                (0x20...0x7E).contains(byte) && byte != UInt8(ascii: ",") && byte != UInt8(ascii: "=")
            }
    }
}
