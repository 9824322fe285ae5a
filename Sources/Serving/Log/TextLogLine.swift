import Logging

/// A line for people: `TIME level message key=value key="a value"`, the keys in order.
enum TextLogLine {
    static func bytes(time: String, level: Logger.Level, message: String, fields: Logger.Metadata) -> [UInt8] {
        var line = "\(time) \(level.rawValue) \(escaped(message, isQuoted: false))"
        for (key, value) in fields.sorted(by: { $0.key < $1.key }) {
            line += " \(escaped(key, isQuoted: false))=\(text(value.description))"
        }
        return Array((line + "\n").utf8)
    }

    /// In quotation marks unless all characters are such as no one takes for a separator.
    private static func text(_ value: String) -> String {
        let isPlain = value.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "-_.:/{}+@".utf8.contains(byte)
            }
        }
        return isPlain && !value.isEmpty ? value : "\"\(escaped(value, isQuoted: true))\""
    }

    private static func escaped(_ text: String, isQuoted: Bool) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\\", "\"":
                if isQuoted { result += "\\" }
                result.unicodeScalars.append(scalar)
            default:
                if LogText.isHarmful(scalar) {
                    result += "\\u{\(LogText.digits(scalar))}"
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
    }
}
