/// A CSV of images and their classes, with a header line that names the columns `file` and `class_index`.
struct LabelFile {
    struct Row {
        var file: String
        var classIndex: Int
    }

    let rows: [Row]

    /// - Throws: `CommandFailure` with the line.
    init(path: String) throws {
        guard let text = String(validating: try ImageFolder.bytes(path), as: UTF8.self) else {
            throw CommandFailure("\(path) is not UTF-8")
        }
        var lines = text.split(whereSeparator: \.isNewline).map(Self.fields)
        guard !lines.isEmpty else { throw CommandFailure("\(path) is empty") }
        let header = lines.removeFirst()
        guard let file = header.firstIndex(of: "file"), let index = header.firstIndex(of: "class_index") else {
            throw CommandFailure(
                "\(path) has the columns \(header.joined(separator: ", ")); it needs \"file\" and \"class_index\"")
        }
        var rows: [Row] = []
        for (number, fields) in lines.enumerated() {
            guard fields.count > max(file, index), let value = Int(fields[index]), value >= 0 else {
                throw CommandFailure("\(path) line \(number + 2): expected a file and the number of its class")
            }
            rows.append(Row(file: fields[file], classIndex: value))
        }
        guard !rows.isEmpty else { throw CommandFailure("\(path) has a header and no images") }
        self.rows = rows
    }

    /// Fields of one line; quoted ones may hold commas and doubled quotes (RFC 4180).
    private static func fields(_ line: Substring) -> [String] {
        var fields = [""]
        var isQuoted = false
        var wasQuote = false
        for character in line {
            if isQuoted {
                if character == "\"" {
                    isQuoted = false
                    wasQuote = true
                } else {
                    fields[fields.count - 1].append(character)
                }
            } else if character == "\"" {
                // A quote behind a quote within quotes is a quote.
                if wasQuote { fields[fields.count - 1].append(character) }
                isQuoted = true
                wasQuote = false
            } else if character == "," {
                fields.append("")
                wasQuote = false
            } else {
                fields[fields.count - 1].append(character)
                wasQuote = false
            }
        }
        return fields
    }
}
