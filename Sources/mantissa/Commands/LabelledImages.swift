import FoundationEssentials

/// The images that `mantissa evaluate` is asked about, with their classes.
struct LabelledImages {
    let folder: String
    /// `file` is relative to the folder.
    let rows: [LabelFile.Row]

    /// - Parameters:
    ///   - labels: a CSV; nil if the folder has a folder for each class, named by its number or its name.
    ///   - names: of the classes.
    /// - Throws: `CommandFailure`, also for files that do not exist: all of them, before anything is computed.
    init(folder: String, labels: String?, names: [String]?) throws {
        guard ImageFolder.isFolder(folder) else { throw CommandFailure("\(folder) is no folder") }
        self.folder = folder
        if let labels {
            rows = try LabelFile(path: labels, names: names).rows
            try Self.check(rows.map(\.file), in: folder, namedBy: labels)
        } else {
            rows = try Self.rows(folder, names)
        }
    }

    /// The same images as others, changed: of the same names in another folder.
    ///
    /// - Throws: `CommandFailure` for those that do not exist.
    init(_ other: LabelledImages, in folder: String) throws {
        self.folder = folder
        rows = other.rows
        try Self.check(rows.map(\.file), in: folder, namedBy: other.folder)
    }

    private static func check(_ files: [String], in folder: String, namedBy source: String) throws {
        let missing = files.filter { !FileManager.default.fileExists(atPath: "\(folder)/\($0)") }
        guard let first = missing.first else { return }
        let list = missing.prefix(5).joined(separator: ", ") + (missing.count > 5 ? ", ..." : "")
        throw CommandFailure(
            missing.count == 1
                ? "\(source) names \(first), which is not in \(folder)"
                : "\(source) names \(missing.count) of \(files.count) files that are not in \(folder): \(list)")
    }

    private static func rows(_ folder: String, _ names: [String]?) throws -> [LabelFile.Row] {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let classes = entries.filter { ImageFolder.isFolder("\(folder)/\($0)") }.sorted()
        guard !classes.isEmpty else {
            throw CommandFailure(
                "\(folder) has no folders of classes; give --labels FILE.csv, or put images into folders named by class"
            )
        }
        let known = try names.map { try ClassNames($0, neededBy: folder) }
        var rows: [LabelFile.Row] = []
        for name in classes {
            let path = "\(folder)/\(name)"
            let label: Int
            if let number = Int(name), number >= 0 {
                label = number
            } else if let index = known?[name] {
                label = index
            } else {
                throw CommandFailure("\(path): no class is named so; name folders by the classes' numbers or names")
            }
            for image in try ImageFolder.paths(path) {
                rows.append(.init(file: String(image.dropFirst(folder.count + 1)), labels: [label], line: 0))
            }
        }
        return rows
    }
}
