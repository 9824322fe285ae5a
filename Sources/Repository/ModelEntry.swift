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
    /// `sha256:` and 64 digits, once it was read.
    package var checkpoint: String?
    /// Why it failed.
    package var reason: String?
    package var metadata: CheckpointMetadata?
}
