/// A response as it came over the wire.
struct RawResponse: Equatable {
    let status: Int
    /// Field lines but `Date`, as sent.
    let fields: [String]
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }

    func has(_ field: String) -> Bool { fields.contains(field) }

    /// The first response in `bytes` and how many of them it takes, or nil while it is incomplete.
    static func parse(_ bytes: [UInt8], isHead: Bool) -> (RawResponse, Int)? {
        let starts = 0..<max(bytes.count - 3, 0)
        guard let end = starts.first(where: { bytes[$0..<$0 + 4].elementsEqual([13, 10, 13, 10]) }) else { return nil }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n").map(String.init)
        let status = lines.first.flatMap { Int($0.dropFirst(9).prefix(3)) } ?? 0
        let fields = lines.dropFirst().filter { !$0.hasPrefix("Date: ") }
        var length = 0
        if !isHead, let field = fields.first(where: { $0.hasPrefix("Content-Length: ") }) {
            length = Int(field.dropFirst(16)) ?? 0
        }
        let bodyStart = end + 4
        guard bytes.count - bodyStart >= length else { return nil }
        let body = Array(bytes[bodyStart..<bodyStart + length])
        return (RawResponse(status: status, fields: Array(fields), body: body), bodyStart + length)
    }
}
