/// The chance that a sample of a class has a higher score for it than one that is not: 0.5 for scores without meaning, 1 for perfect
/// ones. Equal scores count one half (Mann and Whitney, 1947; Hanley and McNeil, 1982).
package enum AreaUnderROC {
    /// - Parameters:
    ///   - scores: of all samples for one class; none is NaN.
    ///   - isPositive: whether each is of the class.
    /// - Returns: nil if all samples are of the class, or none is.
    package static func value(_ scores: [Float], isPositive: [Bool]) -> Double? {
        let positives = isPositive.count { $0 }
        let negatives = isPositive.count - positives
        guard positives > 0, negatives > 0 else { return nil }
        let order = scores.indices.sorted { scores[$0] < scores[$1] }
        // Twice the ranks, so that the means of equal scores are whole numbers.
        var doubledRankSum = 0
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, scores[order[end]] == scores[order[start]] { end += 1 }
            let group = order[start..<end].count { isPositive[$0] }
            doubledRankSum += group * (start + 1 + end)
            start = end
        }
        return Double(doubledRankSum - positives * (positives + 1)) / Double(2 * positives * negatives)
    }
}
