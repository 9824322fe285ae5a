/// What an API key is for. No scope implies another.
package enum KeyScope: String, Sendable, Hashable, CaseIterable {
    /// Ask models, and what they are.
    case predict
    /// Load and unload models.
    case admin
    /// Read `/metrics`.
    case metrics
}
