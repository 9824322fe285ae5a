/// A version that is an ensemble whose members answer.
package struct ReadyEnsemble<Served: Sendable>: Sendable {
    package let name: String
    package let version: Int
    /// See `Ensemble.identity(of:)`.
    package let sha256: String
    package let ensemble: Ensemble
    /// What answers for each member, in order; none is an ensemble.
    package let members: [Served]
}
