import FoundationEssentials

/// The images of a folder, in a fixed order.
enum ImageFolder {
    private static let suffixes = [".jpg", ".jpeg", ".png", ".webp"]

    /// Paths of the images in a folder (not in folders below it), by name.
    ///
    /// - Throws: `CommandFailure` if there are none.
    static func paths(_ folder: String) throws -> [String] {
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
            throw CommandFailure("cannot read the folder \(folder)")
        }
        let images = names.filter { name in suffixes.contains { name.lowercased().hasSuffix($0) } }.sorted()
        guard !images.isEmpty else {
            throw CommandFailure(
                "\(folder) holds no images; expected files that end in \(suffixes.joined(separator: ", "))")
        }
        return images.map { "\(folder)/\($0)" }
    }

    static func isFolder(_ path: String) -> Bool {
        var isDirectory = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory
    }

    /// - Throws: `CommandFailure` that names the file.
    static func bytes(_ path: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else { throw CommandFailure("cannot read \(path)") }
        return [UInt8](data)
    }
}
