@testable import Serving

extension FuzzTarget {
    /// A form: parts in order between their boundaries, and written again, the same parts.
    ///
    /// The boundary is what the body begins with.
    static let multipart = FuzzTarget("multipart", byteLimit: 2048) { input in
        guard input.starts(with: [0x2D, 0x2D]),
            let boundary = String(validating: input.dropFirst(2).prefix { $0 != 0x0D && $0 != 0x0A }, as: UTF8.self),
            let parts = try? MultipartParser.parts(of: input, boundary: boundary)
        else { return }
        let separator = Array("\r\n--\(boundary)".utf8)
        var end = 0
        for part in parts {
            try require(part.range.lowerBound > end, "parts overlap: \(parts)")
            try require(part.range.upperBound <= input.count - separator.count, "a part leaves the body: \(part)")
            try require(
                input[part.range.upperBound...].starts(with: separator), "no boundary after \(part)")
            try require(
                firstIndex(of: separator, in: input, from: part.range.lowerBound) == part.range.upperBound,
                "a boundary within \(part)")
            end = part.range.upperBound
        }
        var body: [UInt8] = []
        for part in parts {
            body += Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"".utf8)
            body += escaped(part.name) + Array("\"\r\n".utf8)
            body += contentType(part.contentType) + [0x0D, 0x0A]
            body += input[part.range] + [0x0D, 0x0A]
        }
        body += Array("--\(boundary)--\r\n".utf8)
        guard !parts.isEmpty, parts.allSatisfy({ isShort($0) }) else { return }
        let again = try MultipartParser.parts(of: body, boundary: boundary)
        try require(
            again.count == parts.count
                && zip(again, parts).allSatisfy {
                    $0.name == $1.name && $0.contentType == $1.contentType && body[$0.range] == input[$1.range]
                }, "\(parts), written again, is \(again)")
    }

    /// Whether a part's header is within its limit when every byte of it is escaped.
    private static func isShort(_ part: MultipartParser.Part) -> Bool {
        part.name.utf8.count + contentType(part.contentType).count < MultipartParser.headerByteLimit / 4
    }

    /// All of ASCII is escaped, so that no CRLF stands in it.
    private static func escaped(_ text: String) -> [UInt8] {
        text.utf8.flatMap { $0 < 0x80 ? [UInt8(ascii: "\\"), $0] : [$0] }
    }

    private static func contentType(_ type: MediaType?) -> [UInt8] {
        guard let type else { return [] }
        var line = Array("Content-Type: \(type.essence)".utf8)
        for (name, value) in type.parameters.sorted(by: { $0.key < $1.key }) {
            line += Array("; \(name)=\"".utf8) + escaped(value) + [UInt8(ascii: "\"")]
        }
        return line + [0x0D, 0x0A]
    }

    /// The slow and obvious search.
    private static func firstIndex(of pattern: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard bytes.count >= pattern.count, start <= bytes.count - pattern.count else { return nil }
        return (start...(bytes.count - pattern.count)).first { bytes[$0...].starts(with: pattern) }
    }
}
