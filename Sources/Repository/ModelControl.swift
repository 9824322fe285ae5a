/// Who says which models are loaded.
package enum ModelControl: String, Sendable, Hashable, CaseIterable {
    /// What is there at the start, for good.
    case none
    /// What the folder holds at any time; requests to load and unload are followed as well.
    case poll
    /// What is asked for, nothing else; nothing at the start.
    case explicit
}
