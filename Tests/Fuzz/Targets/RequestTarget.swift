@testable import HTTPServer

extension FuzzTarget {
    /// A request target: its parts, percent-encoded and put together again, are read as the same parts.
    static let requestTarget = FuzzTarget("request-target", byteLimit: 512) { input in
        // The parser has seen to it.
        guard !input.isEmpty, input.allSatisfy({ CharacterClass.isTarget($0) }) else { return }
        guard let target = try? parsed(input) else { return }
        try require(target.raw.utf8.elementsEqual(input), "the raw target is \(target.raw)")
        try require(!target.path.utf8.contains { $0 < 0x20 || $0 == 0x7F }, "the path holds a control character")
        guard target.path != "*" else { return }
        try require(
            target.path == "/" + target.segments.joined(separator: "/"),
            "the path \(target.path) is not made of \(target.segments)")
        var text = "/" + target.segments.map(encoded).joined(separator: "/")
        if !target.query.isEmpty {
            text += "?" + target.query.map { "\(encoded($0.name))=\(encoded($0.value))" }.joined(separator: "&")
        }
        let again = try? parsed(Array(text.utf8))
        try require(again?.path == target.path && again?.segments == target.segments, "\(text) has another path")
        try require(again.map { $0.query.elementsEqual(target.query, by: ==) } == true, "\(text) has another query")
    }

    private static func parsed(_ bytes: [UInt8]) throws -> RequestTarget {
        try bytes.withUnsafeBufferPointer { try RequestTarget($0, isOptions: true) }
    }

    private static func encoded(_ text: String) -> String {
        text.utf8.reduce(into: "") { result, byte in
            let isPlain =
                CharacterClass.isToken(byte) && byte != UInt8(ascii: "%") && byte != UInt8(ascii: "&")
                && byte != UInt8(ascii: "+") && byte != UInt8(ascii: "#") && CharacterClass.isTarget(byte)
            if isPlain {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }
    }
}
