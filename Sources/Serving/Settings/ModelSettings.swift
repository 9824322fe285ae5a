/// What an operator says of one model's answers, beyond its checkpoint. The default says nothing.
package struct ModelSettings: Sendable, Hashable {
    /// In place of the checkpoint's, one for each class.
    package var labels: [String]?
    /// Groups of classes that requests may ask for by name (`aliases` in JSON).
    package var groups: [ClassGroup] = []
    /// The least multi-label score of some classes and groups, 0...1, in place of the checkpoint's threshold.
    package var thresholds: [ClassChoice: Float] = [:]
    /// Divides the logits, above 0; nil for 1, and for multi-label the checkpoint's.
    package var temperature: Float?
    /// What an answer lists unless the request says which, in order; nil for every class and no group.
    package var classes: [ClassChoice]?
    /// Sizes that embeddings may be cut to, ascending; nil for the checkpoint's.
    package var embeddingDimensions: [Int]?
    /// Whether embeddings may be cut to any size; nil for what the checkpoint says.
    package var isMatryoshka: Bool?

    package init() {}
}
