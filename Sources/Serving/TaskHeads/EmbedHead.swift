/// The feature before the classifier, scaled to length 1.
enum EmbedHead {
    /// The embedding of one image from its views (the image, or the image and its mirror).
    ///
    /// Several views give the mean of their embeddings, scaled again. Cutting comes before the last scaling.
    /// - Parameters:
    ///   - features: one and more, of one size.
    ///   - dimensions: how many of the first numbers to keep; nil for all.
    static func embedding(_ features: [[Float]], dimensions: Int? = nil) -> [Float] {
        var mean = features.first ?? []
        if features.count > 1 {
            mean = [Float](repeating: 0, count: mean.count)
            for feature in features {
                for (index, value) in embedding(feature).enumerated() { mean[index] += value }
            }
            // The length does not matter: it is scaled to 1.
        }
        return embedding(dimensions.map { Array(mean.prefix($0)) } ?? mean)
    }

    /// A feature of zeros stays one. Sums in float32 in the order of the elements.
    static func embedding(_ feature: [Float]) -> [Float] {
        var sum: Float = 0
        for value in feature { sum += value * value }
        if sum.isNormal {
            let length = sum.squareRoot()
            return feature.map { $0 / length }
        }
        // The squares are beyond the range of float32, but the quotients need not be.
        let largest = feature.reduce(0) { max($0, $1.magnitude) }
        guard largest > 0, largest.isFinite else { return feature }
        return embedding(feature.map { $0 / largest })
    }
}
