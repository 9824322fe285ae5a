/// The order of classes by their scores. Of equal scores the lower index comes first, so that every machine gives the same order.
package enum Ranking {
    /// How many classes come before one: 0 for the best.
    package static func rank(of label: Int, in scores: [Float]) -> Int {
        scores.indices.count { scores[$0] > scores[label] || (scores[$0] == scores[label] && $0 < label) }
    }

    /// The class of the largest score; nil without any.
    package static func best<Score: Comparable>(_ scores: [Score]) -> Int? {
        scores.indices.max { scores[$0] < scores[$1] || (scores[$0] == scores[$1] && $0 > $1) }
    }

    /// The best classes, the best first; all where there are no more than `count`.
    package static func top(_ count: Int, of scores: [Float]) -> [Int] {
        Array(
            scores.indices.sorted { scores[$0] > scores[$1] || (scores[$0] == scores[$1] && $0 < $1) }.prefix(count))
    }
}
