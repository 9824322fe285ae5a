/// What a head makes of one image: a score for each class, and for each group of classes.
struct ClassScores: Hashable {
    /// By index, 0...1.
    var classes: [Float]
    /// In the order of the groups that the head was given.
    var groups: [Float]

    /// The weighted mean of several views of one image, or of several models' answers to it.
    ///
    /// Float32, the products added in the order given, at most 1: rounded weights may add up to a little more. Of one it is
    /// that one.
    /// - Parameters:
    ///   - scores: one and more, all of the same sizes.
    ///   - weights: as many as scores; their sum is 1.
    static func mean(_ scores: [ClassScores], weights: [Float]) -> ClassScores {
        precondition(scores.count == weights.count, "a weight for each")
        if scores.count == 1 { return scores[0] }
        func mean(_ values: [[Float]]) -> [Float] {
            var sum = (values.first ?? []).map { weights[0] * $0 }
            for (values, weight) in zip(values, weights).dropFirst() {
                precondition(values.count == sum.count, "scores of different models' classes")
                for index in sum.indices { sum[index] += weight * values[index] }
            }
            return sum.map { min($0, 1) }
        }
        return ClassScores(classes: mean(scores.map(\.classes)), groups: mean(scores.map(\.groups)))
    }
}
