package import Checkpoint

/// What is known of a model, for listings.
package struct ModelEntry: Sendable {
    package var name: String
    /// Ascending.
    package var versions: [VersionEntry]
    /// The highest version that is ready; nil if none is.
    package var defaultVersion: Int?
}

/// What is known of one version.
package struct VersionEntry: Sendable {
    package var version: Int
    package var state: ModelState
    /// `sha256:` and 64 digits, once it was read; of an ensemble that answers, see `Ensemble.identity(of:)`.
    package var checkpoint: String?
    /// Why it failed.
    package var reason: String?
    /// The same for whoever asks, without paths; nil where only the log says it.
    package var publicReason: String?
    package var metadata: CheckpointMetadata?
    /// Of an ensemble, in the order in which their scores are added.
    package var members: [MemberEntry]?
}
