/// The feature before the classifier, scaled to length 1.
enum EmbedHead {
    /// A feature of zeros stays one. Sums in float32 in the order of the elements.
    static func embedding(_ feature: [Float]) -> [Float] {
        var sum: Float = 0
        for value in feature { sum += value * value }
        guard sum > 0 else { return feature }
        let length = sum.squareRoot()
        return feature.map { $0 / length }
    }
}
