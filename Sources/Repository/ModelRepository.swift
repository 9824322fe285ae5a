import Checkpoint
import Inference
package import Kernels
package import Logging
import Machine
import ModelGraph
import Synchronization

/// The models of a folder, all versions addressable by name and number.
///
/// Safe to use from any thread. Loading takes as long as it takes; asking for a model only takes a lock.
package final class ModelRepository: Sendable {
    private struct Version {
        var state = ModelState.loading
        var path: String
        var reason: String?
        var sha256: String?
        var metadata: CheckpointMetadata?
        var model: ReadyModel?
    }

    private let folder: String
    private let instructionSet: InstructionSet
    private let logger: Logger
    private let models = Mutex<[String: [Int: Version]]>([:])

    /// - Parameter folder: see `RepositoryLayout`.
    package init(folder: String, instructionSet: InstructionSet, logger: Logger) {
        self.folder = folder
        self.instructionSet = instructionSet
        self.logger = logger
    }

    /// Scans the folder and loads everything in it.
    ///
    /// A checkpoint that cannot be made ready becomes `failed` with the reason, and the others are loaded all the same.
    ///
    /// - Parameter prepare: what else a model needs before it is ready (warming up, say); what it throws makes it `failed`.
    /// - Throws: `RepositoryError` if the folder has no checkpoint, contradicts itself, or none of its models can answer.
    package func loadAll(
        prepare: (ReadyModel) throws -> Void = { _ in }
    ) throws(RepositoryError) {
        let layout = try RepositoryLayout(folder: folder)
        guard !layout.candidates.isEmpty else {
            throw RepositoryError(
                .configuration,
                "no checkpoints in \(folder); expected NAME/VERSION/model.safetensors or NAME.safetensors")
        }
        models.withLock { models in
            for candidate in layout.candidates {
                models[candidate.name, default: [:]][candidate.version] = Version(path: candidate.path)
            }
        }
        var reasons: [String] = []
        for candidate in layout.candidates {
            do {
                let model = try load(candidate)
                try prepare(model)
                change(candidate, .becameReady) { version in
                    version.model = model
                    version.sha256 = model.sha256
                    version.metadata = model.metadata
                }
                logger.info(
                    "model ready",
                    metadata: [
                        "model": "\(candidate.name)", "version": "\(candidate.version)",
                        "checkpoint": "\(model.sha256)",
                    ])
            } catch {
                let reason = String(describing: error)
                reasons.append("\(candidate.name) version \(candidate.version): \(reason)")
                change(candidate, .loadFailed) { $0.reason = reason }
                logger.error(
                    "model failed",
                    metadata: [
                        "model": "\(candidate.name)", "version": "\(candidate.version)", "reason": "\(reason)",
                    ])
            }
        }
        guard reasons.count < layout.candidates.count else {
            throw RepositoryError(.configuration, "no model can be served: " + reasons.joined(separator: "; "))
        }
    }

    private func load(_ candidate: RepositoryLayout.Candidate) throws -> ReadyModel {
        try Self.load(
            path: candidate.path, name: candidate.name, version: candidate.version, instructionSet: instructionSet)
    }

    /// One checkpoint without a folder of models: read, proven, packed.
    ///
    /// - Parameter name: what to call it; nil for what it calls itself.
    /// - Throws: `CheckpointError`, `InferenceError` or `RepositoryError`.
    package static func load(
        path: String, name: String? = nil, version: Int = 1, instructionSet: InstructionSet
    ) throws -> ReadyModel {
        let loaded = try CheckpointReader.load(path: path)
        let (sha256, metadata) = (loaded.sha256, loaded.checkpoint.metadata)
        ResidentMemory.trim()
        // Nothing else holds the unpacked weights.
        let inference = try InferenceModel((consume loaded).checkpoint.model, instructionSet: instructionSet)
        ResidentMemory.trim()
        return try ReadyModel(
            name: name ?? metadata.name, version: version, sha256: sha256, metadata: metadata, inference: inference)
    }

    private func change(
        _ candidate: RepositoryLayout.Candidate, _ event: ModelEvent, _ body: (inout Version) -> Void
    ) {
        models.withLock { models in
            guard var version = models[candidate.name]?[candidate.version] else { return }
            guard let state = version.state.after(event) else {
                preconditionFailure("\(event) in state \(version.state)")
            }
            version.state = state
            body(&version)
            models[candidate.name]?[candidate.version] = version
        }
    }

    /// All models, by name.
    package func entries() -> [ModelEntry] {
        models.withLock { $0 }.sorted { $0.key < $1.key }.map { name, versions in
            ModelEntry(
                name: name,
                versions: versions.sorted { $0.key < $1.key }.map { number, version in
                    VersionEntry(
                        version: number, state: version.state, checkpoint: version.sha256, reason: version.reason,
                        metadata: version.metadata)
                },
                defaultVersion: Self.defaultVersion(versions))
        }
    }

    private static func defaultVersion(_ versions: [Int: Version]) -> Int? {
        versions.filter { $0.value.state == .ready }.keys.max()
    }

    /// The model that a request means.
    ///
    /// - Parameters:
    ///   - name: nil for the default model: `defaultModel`, else the only one.
    ///   - version: a decimal number; nil for the highest that is ready.
    /// - Throws: `RepositoryError`.
    package func resolve(name: String?, version: String?, defaultModel: String?) throws(RepositoryError) -> ReadyModel {
        let models = models.withLock { $0 }
        let wanted: String
        if let name = name ?? defaultModel {
            wanted = name
        } else if models.count == 1, let only = models.keys.first {
            wanted = only
        } else {
            let names = models.keys.sorted()
            throw RepositoryError(
                .ambiguous(names),
                "several models are served; name one of them in the path: \(names.joined(separator: ", "))")
        }
        guard let versions = models[wanted] else {
            throw RepositoryError(
                .unknownModel,
                "there is no model \"\(wanted)\"; there are \(models.keys.sorted().joined(separator: ", "))")
        }
        let number: Int
        if let version {
            guard let given = Int(version), versions[given] != nil, String(given) == version else {
                let known = versions.keys.sorted().map(String.init).joined(separator: ", ")
                throw RepositoryError(
                    .unknownVersion, "the model \(wanted) has no version \"\(version)\"; it has \(known)")
            }
            number = given
        } else {
            number = Self.defaultVersion(versions) ?? versions.keys.max() ?? 0
        }
        guard let found = versions[number], let model = found.model, found.state == .ready else {
            let state = versions[number]?.state ?? .unloaded
            throw RepositoryError(.notReady(state), "the model \(wanted) version \(number) is \(state.rawValue)")
        }
        return model
    }
}
