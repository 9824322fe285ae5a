/// A request target taken apart (RFC 9112 section 3.2).
struct RequestTarget: Sendable {
    /// As sent.
    var raw: String
    /// Percent-decoded, without the query.
    var path: String
    /// The parts between the raw slashes, percent-decoded.
    var segments: [String]
    /// The query's parts, percent-decoded.
    var query: [(name: String, value: String)]

    /// Takes apart the target in `bytes`, whose bytes are all of `CharacterClass.isTarget`.
    /// Throws `.malformed` for a form the method may not have, an escape that is not one, text that is not UTF-8, and
    /// decoded control characters.
    init(_ bytes: UnsafeBufferPointer<UInt8>, isOptions: Bool) throws(HTTPFailure) {
        raw = String(decoding: bytes, as: UTF8.self)
        if bytes.count == 1, bytes[0] == UInt8(ascii: "*") {
            guard isOptions else { throw HTTPFailure(.malformed, "the target * is for OPTIONS only") }
            (path, segments, query) = ("*", [], [])
            return
        }
        var start = 0
        if bytes.first != UInt8(ascii: "/") { start = try Self.pathStart(ofAbsoluteForm: bytes) }
        let rest = bytes[start...]
        let mark = rest.firstIndex(of: UInt8(ascii: "?"))
        let rawPath = rest[..<(mark ?? rest.endIndex)]
        query = []
        if let mark { query = try Self.parameters(rest[(mark + 1)...]) }
        guard !rawPath.isEmpty else {
            (path, segments) = ("/", [])
            return
        }
        path = try Self.decoded(rawPath, plusIsSpace: false)
        segments = []
        guard rawPath.count > 1 else { return }
        var segmentStart = rawPath.startIndex + 1
        for index in rawPath.startIndex + 1..<rawPath.endIndex where bytes[index] == UInt8(ascii: "/") {
            segments.append(try Self.decoded(bytes[segmentStart..<index], plusIsSpace: false))
            segmentStart = index + 1
        }
        segments.append(try Self.decoded(bytes[segmentStart..<rawPath.endIndex], plusIsSpace: false))
    }

    /// The place where path and query begin in `http://host:port/path?query`.
    private static func pathStart(ofAbsoluteForm bytes: UnsafeBufferPointer<UInt8>) throws(HTTPFailure) -> Int {
        for scheme in ["http://", "https://"] as [StaticString] {
            let length = scheme.utf8CodeUnitCount
            guard bytes.count > length, scheme.withUTF8Buffer({ equalIgnoringCase(bytes[..<length], $0) }) else {
                continue
            }
            let rest = bytes[length...]
            let end = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.endIndex
            let authority = rest[..<end]
            guard !authority.isEmpty, HostValue.isValid(authority) else { break }
            return end
        }
        throw HTTPFailure(.malformed, "the request target is neither an absolute path nor an http URL")
    }

    private static func parameters(
        _ bytes: Slice<UnsafeBufferPointer<UInt8>>
    ) throws(HTTPFailure) -> [(name: String, value: String)] {
        var parameters: [(name: String, value: String)] = []
        for part in bytes.split(separator: UInt8(ascii: "&")) {
            let equals = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
            let name = try decoded(part[..<equals], plusIsSpace: true)
            let value = equals < part.endIndex ? try decoded(part[(equals + 1)...], plusIsSpace: true) : ""
            parameters.append((name, value))
        }
        return parameters
    }

    private static func decoded(
        _ bytes: Slice<UnsafeBufferPointer<UInt8>>, plusIsSpace: Bool
    ) throws(HTTPFailure) -> String {
        if !bytes.contains(where: { $0 == UInt8(ascii: "%") || (plusIsSpace && $0 == UInt8(ascii: "+")) }) {
            return String(decoding: UnsafeBufferPointer(rebasing: bytes), as: UTF8.self)
        }
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            var byte = bytes[index]
            if byte == UInt8(ascii: "%") {
                guard bytes.endIndex - index > 2, let high = CharacterClass.hexadecimalValue(bytes[index + 1]),
                    let low = CharacterClass.hexadecimalValue(bytes[index + 2])
                else { throw HTTPFailure(.malformed, "a % in the request target is not followed by two hex digits") }
                byte = high << 4 | low
                // A path or a name with a line break or a NUL has no good use, and many bad ones.
                guard byte >= 0x20, byte != 0x7F else {
                    throw HTTPFailure(.malformed, "the request target holds an escaped control character")
                }
                index += 2
            } else if plusIsSpace, byte == UInt8(ascii: "+") {
                byte = 0x20
            }
            text.append(byte)
            index += 1
        }
        guard let string = String(validating: text, as: UTF8.self) else {
            throw HTTPFailure(.malformed, "the request target does not decode to UTF-8")
        }
        return string
    }
}
