/// A CSV of images and their classes, with a header line that names its columns: `file`, and `class_index` or `label`.
///
/// An image may have no class, one or several: numbers are separated by blanks, `;` or `|`, names by `;` or `|`.
struct LabelFile {
    struct Row: Sendable {
        var file: String
        /// Indices of classes, each once.
        var labels: [Int]
        /// In the file, from 1; 0 where there is none.
        var line: Int
    }

    let rows: [Row]

    /// - Parameter names: of the classes, for a file that says names.
    /// - Throws: `CommandFailure` with the line.
    init(path: String, names: [String]? = nil) throws {
        guard let text = String(validating: try ImageFolder.bytes(path), as: UTF8.self) else {
            throw CommandFailure("\(path) is not UTF-8")
        }
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard lines.contains(where: { !$0.isEmpty }) else { throw CommandFailure("\(path) is empty") }
        let header = Self.fields(lines[0])
        let index = header.firstIndex(of: "class_index")
        guard let file = header.firstIndex(of: "file"), let column = index ?? header.firstIndex(of: "label") else {
            throw CommandFailure(
                "\(path) has the columns \(header.joined(separator: ", ")); it needs \"file\", and \"class_index\" or \"label\""
            )
        }
        let classes = index == nil ? try ClassNames(names, neededBy: path) : nil
        var rows: [Row] = []
        var seen: [String: Int] = [:]
        for (number, line) in lines.enumerated().dropFirst() where !line.isEmpty {
            let (fields, place) = (Self.fields(line), "\(path) line \(number + 1)")
            guard fields.count > max(file, column), !fields[file].isEmpty else {
                throw CommandFailure("\(place): expected a file and its class, in \(header.count) columns")
            }
            let name = fields[file]
            if let first = seen.updateValue(number + 1, forKey: name) {
                throw CommandFailure(
                    "\(place): \(name) stands on line \(first) already; give an image one line, and several classes in one field, as \"3;7\""
                )
            }
            let labels = try classes.map { try $0.labels(fields[column], place) } ?? Self.numbers(fields[column], place)
            rows.append(Row(file: name, labels: labels, line: number + 1))
        }
        guard !rows.isEmpty else { throw CommandFailure("\(path) has a header and no images") }
        self.rows = rows
    }

    private static func numbers(_ field: String, _ place: String) throws -> [Int] {
        var labels: [Int] = []
        for part in field.split(whereSeparator: { " ;|".contains($0) }) {
            guard let label = Int(part), label >= 0 else {
                throw CommandFailure("\(place): \"\(field)\" is no number of a class, nor several")
            }
            if !labels.contains(label) { labels.append(label) }
        }
        return labels
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
