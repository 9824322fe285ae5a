import JSON
import Logging

/// A line for machines: one JSON object with `time`, `level`, `message`, then the fields in order.
enum JSONLogLine {
    private static let own: Set<String> = ["time", "level", "message"]

    static func bytes(time: String, level: Logger.Level, message: String, fields: Logger.Metadata) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("time", time)
        writer.member("level", level.rawValue)
        writer.key("message")
        writer.raw(quoted(message))
        for (key, value) in fields.sorted(by: { $0.key < $1.key }) {
            // No name twice in one object.
            writer.key(own.contains(key) ? "field_\(key)" : key)
            write(value, to: &writer)
        }
        writer.endObject()
        return writer.finish() + [UInt8(ascii: "\n")]
    }

    private static func write(_ value: Logger.MetadataValue, to writer: inout JSONWriter) {
        switch value {
        case .string(let text): writer.raw(quoted(text))
        case .stringConvertible(let value):
            switch value {
            case let value as Int: writer.value(value)
            case let value as Double: writer.value(value)
            case let value as Bool: writer.value(value)
            default: writer.raw(quoted(value.description))
            }
        case .array(let values):
            writer.beginArray()
            for value in values { write(value, to: &writer) }
            writer.endArray()
        case .dictionary(let fields):
            writer.beginObject()
            for (key, value) in fields.sorted(by: { $0.key < $1.key }) {
                writer.key(key)
                write(value, to: &writer)
            }
            writer.endObject()
        @unknown default: writer.raw(quoted(value.description))
        }
    }

    /// A string whose harmful characters are escaped, also those that JSON lets stand.
    private static func quoted(_ text: String) -> [UInt8] {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default:
                if LogText.isHarmful(scalar) {
                    result += "\\u\(LogText.digits(scalar))"
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return Array((result + "\"").utf8)
    }
}
