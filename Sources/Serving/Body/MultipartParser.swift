/// multipart/form-data (RFC 7578) of a whole body: strict and bounded, linear in its length.
struct MultipartParser {
    struct Part: Hashable {
        var name: String
        var contentType: MediaType?
        /// Where the content lies in the body.
        var range: Range<Int>
    }

    /// Parts of one body.
    static let partLimit = 256
    /// Bytes of one part's header.
    static let headerByteLimit = 8192

    /// - Throws: `ServingError` that says which part is wrong.
    static func parts(of body: [UInt8], boundary: String) throws(ServingError) -> [Part] {
        // RFC 2046: 1 to 70 characters.
        guard (1...70).contains(boundary.utf8.count) else {
            throw malformed("the boundary must have 1 to 70 characters")
        }
        let delimiter = Array("--\(boundary)".utf8)
        guard body.starts(with: delimiter) else { throw malformed("the body does not begin with its boundary") }
        let separator = Array("\r\n".utf8) + delimiter
        var parts: [Part] = []
        var position = delimiter.count
        while true {
            if matches(body, position, [0x2D, 0x2D]) {
                // What follows the last boundary is to be ignored; nobody sends more than a line end.
                return parts
            }
            guard matches(body, position, [0x0D, 0x0A]) else {
                throw malformed("part \(parts.count): no line end after the boundary")
            }
            position += 2
            guard parts.count < partLimit else { throw malformed("more than \(partLimit) parts") }
            let (header, content) = try header(body, position, part: parts.count)
            guard let end = find(separator, in: body, from: content) else {
                throw malformed("part \(parts.count): the body ends within it")
            }
            parts.append(Part(name: header.name, contentType: header.contentType, range: content..<end))
            position = end + separator.count
        }
    }

    private static func malformed(_ message: String) -> ServingError {
        ServingError(.malformed, "multipart/form-data: \(message)")
    }

    private static func header(
        _ body: [UInt8], _ start: Int, part: Int
    ) throws(ServingError) -> (header: (name: String, contentType: MediaType?), content: Int) {
        var name: String?
        var contentType: MediaType?
        var position = start
        while true {
            let limit = min(body.count, start + headerByteLimit)
            guard let end = find([0x0D, 0x0A], in: body, from: position, to: limit) else {
                throw malformed("part \(part): its header has no end within \(headerByteLimit) bytes")
            }
            let line = String(decoding: body[position..<end], as: UTF8.self)
            position = end + 2
            if line.isEmpty { break }
            guard let colon = line.firstIndex(of: ":") else {
                throw malformed("part \(part): a header line without a colon")
            }
            let value = String(line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" })
            switch line[..<colon].lowercased() {
            case "content-disposition": name = try fieldName(value, part)
            case "content-type":
                guard let type = MediaType(value) else {
                    throw malformed("part \(part): its content type cannot be read")
                }
                contentType = type
            default: break
            }
        }
        guard let name else { throw malformed("part \(part) has no name") }
        return ((name, contentType), position)
    }

    private static func fieldName(_ value: String, _ part: Int) throws(ServingError) -> String {
        var scanner = HeaderScanner(value)
        guard scanner.token()?.lowercased() == "form-data" else { throw malformed("part \(part) is no form-data") }
        var name: String?
        while true {
            scanner.skipSpace()
            if scanner.isAtEnd { break }
            guard scanner.skip(";") else { throw malformed("part \(part): its disposition cannot be read") }
            scanner.skipSpace()
            guard let key = scanner.token(), scanner.skip("="), let text = scanner.tokenOrQuoted() else {
                throw malformed("part \(part): its disposition cannot be read")
            }
            if key.lowercased() == "name" { name = text }
        }
        guard let name else { throw malformed("part \(part) has no name") }
        return name
    }

    private static func matches(_ body: [UInt8], _ position: Int, _ pattern: [UInt8]) -> Bool {
        position + pattern.count <= body.count && body[position..<position + pattern.count].elementsEqual(pattern)
    }

    /// The first place of a pattern that begins with CR, which it has nowhere else: so the search never goes back.
    private static func find(_ pattern: [UInt8], in body: [UInt8], from start: Int, to limit: Int? = nil) -> Int? {
        let limit = limit ?? body.count
        return body.withUnsafeBufferPointer { bytes -> Int? in
            var position = start
            while position + pattern.count <= limit {
                if bytes[position] == 0x0D {
                    var length = 1
                    while length < pattern.count, bytes[position + length] == pattern[length] { length += 1 }
                    if length == pattern.count { return position }
                    position += length
                } else {
                    position += 1
                }
            }
            return nil
        }
    }
}
