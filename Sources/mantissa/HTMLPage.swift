import FoundationEssentials

/// The parts of a page that is one file: it needs nothing from elsewhere, and looks well in the light and in the dark.
enum HTMLPage {
    /// A fact in large letters: what it is, and a note.
    struct Tile {
        var name: String
        var value: String
        var note = ""
    }

    /// - Parameter body: HTML.
    static func document(title: String, body: String) -> String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(escaped(title))</title>
        <style>\(style)</style>
        </head>
        <body>
        <main>
        \(body)</main>
        </body>
        </html>

        """
    }

    /// - Parameter note: text below the title.
    static func heading(_ title: String, note: String) -> String {
        "<h1>\(escaped(title))</h1>\n<p class=\"note\">\(escaped(note))</p>\n"
    }

    static func tiles(_ tiles: [Tile]) -> String {
        let cells = tiles.map {
            "<div class=\"tile\"><span>\(escaped($0.name))</span><b>\(escaped($0.value))</b><small>\(escaped($0.note))</small></div>\n"
        }
        return "<section class=\"tiles\">\n\(cells.joined())</section>\n"
    }

    /// Nothing for a table without rows.
    ///
    /// - Parameters:
    ///   - limit: rows that are shown.
    ///   - rest: text for a table with more rows: where they all are.
    static func table(_ title: String, _ head: [String], _ rows: [[String]], limit: Int = .max, rest: String = "")
        -> String
    {
        guard !rows.isEmpty else { return "" }
        let cells = { (row: [String], tag: String) in
            "<tr>" + row.map { "<\(tag)>\(escaped($0))</\(tag)>" }.joined() + "</tr>\n"
        }
        let more = rows.count > limit ? "<p class=\"note\">\(limit) of \(rows.count)\(escaped(rest))</p>\n" : ""
        return """
            <section><h2>\(escaped(title))</h2>
            <div class="scroll"><table>
            <thead>\(cells(head, "th"))</thead>
            <tbody>\(rows.prefix(limit).map { cells($0, "td") }.joined())</tbody>
            </table></div>
            \(more)</section>

            """
    }

    /// Larger files are left out of a page.
    private static let pictureByteLimit = 2_000_000

    /// An image file, within the page.
    static func picture(_ path: String) -> String {
        guard let bytes = FileManager.default.contents(atPath: path), bytes.count <= pictureByteLimit else {
            return "<div class=\"missing\">too large to show</div>"
        }
        let type =
            switch bytes.prefix(4) {
            case Data([0x89, 0x50, 0x4e, 0x47]): "png"
            case Data("RIFF".utf8): "webp"
            default: "jpeg"
            }
        return "<img alt=\"\" src=\"data:image/\(type);base64,\(bytes.base64EncodedString())\">"
    }

    static func escaped(_ text: String) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }

    private static let style = """

        :root { color-scheme: light dark; --text: #1c2128; --muted: #59636e; --line: #d1d9e0; --back: #ffffff; --tile: #f6f8fa; --mark: #0969da; }
        @media (prefers-color-scheme: dark) {
          :root { --text: #e6edf3; --muted: #9198a1; --line: #3d444d; --back: #0d1117; --tile: #151b23; --mark: #4493f8; }
        }
        body { margin: 0; background: var(--back); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
        main { max-width: 1000px; margin: 0 auto; padding: 24px 16px 64px; }
        h1 { font-size: 24px; margin: 0; overflow-wrap: anywhere; }
        h2 { font-size: 18px; margin: 40px 0 12px; }
        .note { color: var(--muted); margin: 4px 0 12px; overflow-wrap: anywhere; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(165px, 1fr)); gap: 12px; margin-top: 24px; }
        .tile { background: var(--tile); border: 1px solid var(--line); border-radius: 8px; padding: 12px 14px; display: flex; flex-direction: column; }
        .tile b { font-size: 26px; font-weight: 600; }
        .tile span, .tile small { color: var(--muted); }
        svg { width: 100%; font: 11px system-ui, sans-serif; }
        svg.small { max-width: 420px; }
        svg text { fill: var(--muted); }
        .grid { stroke: var(--line); }
        .diagonal { stroke: var(--muted); stroke-dasharray: 4 4; }
        .bar { fill: var(--mark); opacity: .25; }
        .line { stroke: var(--mark); }
        .hollow { fill: none; stroke: var(--muted); }
        .limit { stroke: #cf222e; stroke-dasharray: 4 4; }
        .spark { height: 22px; width: 150px; max-width: none; display: block; }
        .dot { fill: var(--mark); }
        .scroll { overflow-x: auto; }
        .scroll td, .scroll th { white-space: nowrap; }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; padding: 5px 12px 5px 0; border-bottom: 1px solid var(--line); font-variant-numeric: tabular-nums; }
        th { color: var(--muted); font-weight: 500; }
        .pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(200px, 1fr)); gap: 16px; }
        figure { margin: 0; }
        figure img, .missing { width: 100%; aspect-ratio: 4 / 3; object-fit: cover; border-radius: 8px; background: var(--tile); display: block; }
        .missing { display: grid; place-items: center; color: var(--muted); }
        figcaption { margin-top: 6px; overflow-wrap: anywhere; }
        figcaption small { color: var(--muted); }

        """
}

extension String {
    /// Writes a file, whole or not at all.
    ///
    /// - Throws: `CommandFailure`.
    func write(toFile path: String) throws {
        do { try Data(utf8).write(to: URL(fileURLWithPath: path), options: .atomic) } catch {
            throw CommandFailure("\(path) cannot be written; is there such a folder?")
        }
    }
}
