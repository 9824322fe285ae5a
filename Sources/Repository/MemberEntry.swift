/// What is known of a member of an ensemble, for listings.
package struct MemberEntry: Sendable, Hashable {
    package var name: String
    /// The version that takes part; where the ensemble does not answer, the one that it names, if it does.
    package var version: Int?
    package var weight: Float
}
