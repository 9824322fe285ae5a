import FoundationEssentials

/// Where the checkpoints of a folder lie: `NAME/VERSION/model.safetensors`, the layout of Triton and TensorFlow Serving, or
/// `NAME.safetensors` for one version. `NAME/VERSION/ensemble.json` makes an ensemble of them.
package struct RepositoryLayout: Sendable, Hashable {
    package struct Candidate: Sendable, Hashable {
        package enum Content: Sendable, Hashable {
            case checkpoint
            case ensemble
        }

        package var name: String
        package var version: Int
        package var path: String
        package var content = Content.checkpoint
    }

    /// By name, then by version.
    package var candidates: [Candidate]

    /// What has members comes after what can be one.
    package var loadOrder: [Candidate] {
        candidates.filter { $0.content == .checkpoint } + candidates.filter { $0.content == .ensemble }
    }

    private static let fileName = "model.safetensors"
    private static let ensembleFileName = "ensemble.json"
    private static let suffix = ".safetensors"

    /// Looks at the names in a folder; reads no checkpoint.
    ///
    /// Hidden files, and folders without a version that holds a checkpoint or an ensemble, are passed over.
    ///
    /// - Throws: `RepositoryError` if the folder cannot be read, a model has both layouts or a version is both.
    package init(folder: String) throws(RepositoryError) {
        let manager = FileManager.default
        let entries: [String]
        do { entries = try manager.contentsOfDirectory(atPath: folder) } catch {
            throw RepositoryError(.configuration, "cannot read the model folder \(folder); does it exist?")
        }
        func isFile(_ path: String) -> Bool {
            var isDirectory = false
            return manager.fileExists(atPath: path, isDirectory: &isDirectory) && !isDirectory
        }
        candidates = []
        for entry in entries.sorted() where !entry.hasPrefix(".") {
            let path = "\(folder)/\(entry)"
            if entry.hasSuffix(Self.suffix) {
                guard isFile(path) else { continue }
                candidates.append(Candidate(name: String(entry.dropLast(Self.suffix.count)), version: 1, path: path))
                continue
            }
            for version in (try? manager.contentsOfDirectory(atPath: path)) ?? [] {
                // Decimal numbers as they are printed: not 01, not +1.
                guard let number = Int(version), number >= 0, String(number) == version else { continue }
                let file = "\(path)/\(version)/\(Self.fileName)"
                let ensemble = "\(path)/\(version)/\(Self.ensembleFileName)"
                switch (isFile(file), isFile(ensemble)) {
                case (true, false): candidates.append(Candidate(name: entry, version: number, path: file))
                case (false, true):
                    candidates.append(
                        Candidate(name: entry, version: number, path: ensemble, content: .ensemble))
                case (false, false): break
                case (true, true):
                    throw RepositoryError(
                        .configuration,
                        "the model \(entry) has \(version)/\(Self.fileName) and \(version)/\(Self.ensembleFileName); remove one of them"
                    )
                }
            }
        }
        candidates.sort { ($0.name, $0.version, $0.path) < ($1.name, $1.version, $1.path) }
        let flat = Set(
            candidates.filter { $0.path == "\(folder)/\($0.name)\(Self.suffix)" }.map(\.name))
        for candidate in candidates
        where flat.contains(candidate.name) && candidate.path != "\(folder)/\(candidate.name)\(Self.suffix)" {
            throw RepositoryError(
                .configuration,
                "the model \(candidate.name) is there as \(candidate.name)\(Self.suffix) and as a folder of versions; remove one of them"
            )
        }
    }
}
