/// Where a version of a model is in its life.
package enum ModelState: String, Sendable, Hashable {
    /// Being read, proven and warmed; not asked yet.
    case loading
    /// Answers.
    case ready
    /// Answers what was admitted, takes nothing new.
    case draining
    /// Gone from memory, on request.
    case unloaded
    /// Could not be made ready, or is an ensemble that lost a member; the reason says why.
    case failed
}

/// What happens to a version.
package enum ModelEvent: Sendable, Hashable {
    case loadRequested
    case becameReady
    case loadFailed
    case unloadRequested
    case lastRequestAnswered
    /// A member of an ensemble no longer answers, or no longer fits.
    case memberLost
}

extension ModelState {
    /// The state after an event; nil for an event that cannot happen in this state.
    ///
    /// A pure function: the driver does the work, this says what it means.
    package func after(_ event: ModelEvent) -> ModelState? {
        switch (self, event) {
        case (.loading, .becameReady): .ready
        case (.loading, .loadFailed): .failed
        case (.ready, .unloadRequested): .draining
        case (.ready, .memberLost): .failed
        case (.draining, .lastRequestAnswered): .unloaded
        case (.failed, .loadRequested), (.unloaded, .loadRequested): .loading
        // Asking again for what is already so changes nothing.
        case (.ready, .loadRequested), (.loading, .loadRequested): self
        case (.failed, .unloadRequested): .unloaded
        case (.unloaded, .unloadRequested): .unloaded
        default: nil
        }
    }
}
