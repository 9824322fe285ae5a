import TestSupport
import Testing

@testable import Serving

@Suite struct TopKTests {
    @Test(arguments: [1, 2, 3, 5, 17, 100, 999, 1000, 5000])
    func equalsASortOfAll(_ count: Int) {
        var random = SeededGenerator(seed: UInt64(count))
        // Few different values: many ties.
        let scores = (0..<1000).map { _ in Float(Int.random(in: 0..<50, using: &random)) }
        let sorted = scores.indices.sorted { scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1 }
        #expect(TopK.indices(scores, count: count) == Array(sorted.prefix(count)))
    }

    @Test func onlyCandidatesCount() {
        #expect(TopK.indices([0.1, 0.9, 0.5, 0.9], count: 3) { $0 >= 0.5 } == [1, 3, 2])
        #expect(TopK.indices([0.1, 0.2], count: 3) { $0 >= 0.5 } == [])
    }
}
