/// What is known of one API key: everything but the key.
struct APIKey: Sendable, Hashable {
    /// How much may be asked with it.
    struct Limits: Sendable, Hashable {
        /// In the long run; nil for any number.
        var requestsPerSecond: Double?
        /// At once after a pause; 1 and more.
        var burst = 1
        /// In the server at a time; nil for any number.
        var concurrency: Int?
    }

    /// For logs and metrics: letters, digits, `.`, `_` and `-`.
    var name: String
    var digest: KeyDigest
    var scopes: Set<KeyScope>
    var limits = Limits()
}
