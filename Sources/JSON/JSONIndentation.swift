/// Lays JSON out for people: what `JSONWriter` writes, with line ends and two spaces for each level.
package enum JSONIndentation {
    /// The same document, with a line end at its end.
    ///
    /// - Parameters:
    ///   - json: one JSON document without white space between its parts; it is not checked.
    ///   - depth: levels of arrays and objects whose members have a line each; deeper ones stay on one line.
    package static func indented(_ json: [UInt8], depth limit: Int) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(json.count * 2)
        var depth = 0
        var isString = false
        var isEscaped = false
        func breakLine() {
            text.append(UInt8(ascii: "\n"))
            text.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
        }
        for (index, byte) in json.enumerated() {
            if isString {
                text.append(byte)
                if !isEscaped, byte == UInt8(ascii: "\"") { isString = false }
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
                continue
            }
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                text.append(byte)
                depth += 1
                if depth <= limit, !isEmptyContainer(json, at: index) { breakLine() }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth < limit, !(index > 0 && isEmptyContainer(json, at: index - 1)) { breakLine() }
                text.append(byte)
            case UInt8(ascii: ","):
                text.append(byte)
                if depth <= limit { breakLine() } else { text.append(UInt8(ascii: " ")) }
            case UInt8(ascii: ":"):
                text.append(byte)
                text.append(UInt8(ascii: " "))
            default:
                isString = byte == UInt8(ascii: "\"")
                text.append(byte)
            }
        }
        text.append(UInt8(ascii: "\n"))
        return text
    }

    /// Whether an array or object begins here and ends with the next byte.
    private static func isEmptyContainer(_ json: [UInt8], at index: Int) -> Bool {
        guard index + 1 < json.count else { return false }
        switch (json[index], json[index + 1]) {
        case (UInt8(ascii: "{"), UInt8(ascii: "}")), (UInt8(ascii: "["), UInt8(ascii: "]")): return true
        default: return false
        }
    }
}
