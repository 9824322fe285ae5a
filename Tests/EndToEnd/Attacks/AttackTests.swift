import Testing

/// Attacks on the server as it is shipped. Each gets its status, in bounded memory, and after each the same server
/// answers a photograph as it did before. What takes quadratic time fails by the time limit.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct AttackTests {
    static let infer = "/v2/models/efficientnet_lite0/infer"

    /// Each route that reads a document, with its own limits.
    static let jsonRoutes = ["/v1/classify", "/v1/embed", infer, "/v1/embeddings", "/embed"]

    static func json(_ text: String) -> [UInt8] { Array(text.utf8) }
}
