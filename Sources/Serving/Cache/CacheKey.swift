import Checkpoint

/// What an answer depends on, as a digest (SHA-256): what is asked, of which checkpoint, with which options and images.
struct CacheKey: Hashable, Sendable {
    private let digest: String

    /// Each part with its length before it, and their numbers before all, so that no two lists of parts read the same.
    init(texts: [String], images: [[UInt8]]) {
        let hash = SHA256()
        hash.update("\(texts.count),\(images.count):")
        for text in texts {
            hash.update("\(text.utf8.count):")
            hash.update(text)
        }
        for image in images {
            hash.update("\(image.count):")
            image.withUnsafeBytes { hash.update($0) }
        }
        digest = hash.hexDigits()
    }
}
