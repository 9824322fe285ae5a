/// The area under precision over recall, as a sum of steps: sum of (recall_n - recall_(n-1)) * precision_n over falling thresholds,
/// without interpolation. Samples of equal scores are taken together.
package enum AveragePrecision {
    /// - Parameters:
    ///   - scores: of all samples for one class; none is NaN.
    ///   - isPositive: whether each is of the class.
    /// - Returns: nil if no sample is of the class.
    package static func value(_ scores: [Float], isPositive: [Bool]) -> Double? {
        let positives = isPositive.count { $0 }
        guard positives > 0 else { return nil }
        let order = scores.indices.sorted { scores[$0] > scores[$1] }
        var sum = 0.0
        var found = 0
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, scores[order[end]] == scores[order[start]] { end += 1 }
            let group = order[start..<end].count { isPositive[$0] }
            found += group
            sum += Double(group) * Double(found) / Double(end)
            start = end
        }
        return sum / Double(positives)
    }
}
