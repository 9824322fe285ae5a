import Checkpoint
import Dispatch
package import Kernels
package import Logging
import Machine
import Synchronization

/// The models of a folder, all versions addressable by name and number, loaded and unloaded while they are asked.
///
/// `Served` is what answers for a version; whoever asked for it keeps it until the request is answered, and a version that is
/// taken out is gone when the last of them lets go. A file that was replaced is loaded beside what serves, then put in its
/// place; one that cannot be made ready is refused with the reason, and what serves goes on.
///
/// Safe to use from any thread. Loading happens on a queue of its own, one model at a time; asking for a model only takes a
/// lock.
package final class ModelRepository<Served: Sendable>: Sendable {
    /// Makes what answers, ready and warm. `released` is to be called when the last reference to it is gone.
    package typealias Make =
        @Sendable (
            ReadyModel, ModelConfiguration, _ released: @escaping @Sendable () -> Void
        ) throws -> Served
    /// The same of an ensemble whose members answer. What it throws as `RepositoryError.composition` is told to whoever asks.
    package typealias Compose =
        @Sendable (
            ReadyEnsemble<Served>, ModelConfiguration, _ released: @escaping @Sendable () -> Void
        ) throws -> Served
    /// Is told of each state that a version comes into, nil when it is no longer listed. Called without locks.
    package typealias Observer = @Sendable (_ name: String, _ version: Int, ModelState?) -> Void

    package struct Configuration: Sendable {
        package var folder: String
        package var control = ModelControl.none
        package var pollSeconds = 0.5
        package var instructionSet = InstructionSet.best
        /// How long a file must be as it is before it is taken for complete.
        package var settledSeconds = 1.0

        /// - Parameter folder: see `RepositoryLayout`.
        package init(folder: String) { self.folder = folder }
    }

    struct Version {
        var state: ModelState
        var candidate: RepositoryLayout.Candidate
        /// Of the files that were last loaded, or refused.
        var signature: FileSignature?
        /// Why it failed, or why its new file was refused.
        var reason: String?
        /// The same, if it may be told to whoever asks.
        var publicReason: String?
        var sha256: String?
        var metadata: CheckpointMetadata?
        var served: Served?
        /// Attempts to load it so far, and the one that `served` is of: only its release says that the version is unloaded.
        var attempts = 0
        var servedAttempt = 0
        /// What an ensemble's file says, as it was last read.
        var definition: EnsembleDefinition?
        /// What an ensemble was last tried with, and what `served` is made of.
        var tried: Membership?
        var composition: Membership?
        /// Its files are gone: it is not listed once it is unloaded.
        var isOrphan = false
    }

    struct State {
        var models: [String: [Int: Version]] = [:]
        /// Models that were unloaded on request, and in explicit mode those that were never asked for: they stay so.
        var held: Set<String> = []
        /// Files that may still be written: what they looked like, and since when.
        var unsettled: [String: (signature: FileSignature, since: ContinuousClock.Instant)] = [:]
        var isStopped = false
    }

    let configuration: Configuration
    let logger: Logger
    let make: Make
    let compose: Compose
    let observe: Observer
    let state = Mutex(State())
    /// Loading, unloading and scanning, one after the other.
    let control = DispatchQueue(label: "mantissa.repository")

    package init(
        _ configuration: Configuration, logger: Logger, make: @escaping Make,
        compose: @escaping Compose, observe: @escaping Observer = { _, _, _ in }
    ) {
        self.configuration = configuration
        self.logger = logger
        self.make = make
        self.compose = compose
        self.observe = observe
    }

    /// All models, by name.
    package func entries() -> [ModelEntry] {
        state.withLock { $0.models }.sorted { $0.key < $1.key }.map { name, versions in
            ModelEntry(
                name: name,
                versions: versions.sorted { $0.key < $1.key }.map { number, version in
                    VersionEntry(
                        version: number, state: version.state, checkpoint: version.sha256, reason: version.reason,
                        publicReason: version.publicReason, metadata: version.metadata,
                        members: version.members)
                },
                defaultVersion: Self.defaultVersion(versions))
        }
    }

    /// What answers at this moment, by name and version.
    package func served() -> [Served] {
        state.withLock { $0.models }.sorted { $0.key < $1.key }.flatMap { _, versions in
            versions.sorted { $0.key < $1.key }.compactMap(\.value.served)
        }
    }

    static func defaultVersion(_ versions: [Int: Version]) -> Int? {
        var highest: Int?
        for (number, version) in versions where version.state == .ready { highest = max(highest ?? number, number) }
        return highest
    }

    /// What answers for the model that a request means.
    ///
    /// - Parameters:
    ///   - name: nil for the default model: `defaultModel`, else the only one.
    ///   - version: a decimal number; nil for the highest that is ready.
    /// - Throws: `RepositoryError`.
    package func resolve(name: String?, version: String?, defaultModel: String?) throws(RepositoryError) -> Served {
        let models = state.withLock { $0.models }
        let wanted: String
        if let name = name ?? defaultModel {
            wanted = name
        } else if models.count == 1, let only = models.keys.first {
            wanted = only
        } else {
            let names = models.keys.sorted()
            throw RepositoryError(
                .ambiguous(names),
                names.isEmpty
                    ? "no model is loaded"
                    : "several models are served; name one of them in the path: \(names.joined(separator: ", "))")
        }
        guard let versions = models[wanted] else { throw unknown(wanted, models.keys.sorted()) }
        let number: Int
        if let version {
            guard let given = Int(version), versions[given] != nil, String(given) == version else {
                let known = versions.keys.sorted().map(String.init).joined(separator: ", ")
                throw RepositoryError(
                    .unknownVersion,
                    "the model \(wanted) has no version \"\(version.prefix(100))\"; it has \(known)")
            }
            number = given
        } else {
            number = Self.defaultVersion(versions) ?? versions.keys.max() ?? 0
        }
        guard let found = versions[number], let served = found.served, found.state == .ready else {
            let state = versions[number]?.state ?? .unloaded
            let reason = versions[number]?.publicReason.map { ": \($0)" } ?? ""
            throw RepositoryError(
                .notReady(state), "the model \(wanted) version \(number) is \(state.rawValue)\(reason)")
        }
        return served
    }

    func unknown(_ name: String, _ names: [String]) -> RepositoryError {
        RepositoryError(
            .unknownModel,
            "there is no model \"\(name.prefix(100))\""
                + (names.isEmpty ? "" : "; there are \(names.joined(separator: ", "))"))
    }
}
