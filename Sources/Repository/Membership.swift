/// What an ensemble is, or could be, made of at one moment.
struct Membership: Sendable, Equatable {
    /// What answers for a member: its version, and which attempt at loading it.
    struct Part: Sendable, Hashable {
        var version: Int
        var attempt: Int
    }

    var definition: EnsembleDefinition
    /// Of each member in order; the error names one that there is not, or that does not answer.
    var parts: Result<[Part], RepositoryError>
}
