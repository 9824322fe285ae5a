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
        #expect(TopK.indices([0.1, 0.9, 0.5, 0.9], count: 3) { [1, 2, 3].contains($0) } == [1, 3, 2])
        #expect(TopK.indices([0.1, 0.2], count: 3) { _ in false } == [])
    }

    /// 100,000 classes, for every part of them; orders that are known to be hard for selection, and noise.
    @Test(arguments: ["random", "ascending", "descending", "equal", "organ pipe", "sawtooth"])
    func isRightForEveryCountOfManyClasses(_ order: String) {
        let size = 100_000
        var random = SeededGenerator(seed: 11)
        let scores = (0..<size).map { index in
            switch order {
            case "random": Float.random(in: -1...1, using: &random)
            case "ascending": Float(index)
            case "descending": Float(size - index)
            case "equal": Float(1)
            case "organ pipe": Float(min(index, size - index))
            default: Float(index % 317)
            }
        }
        let sorted = scores.indices.sorted { scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1 }
        for count in [1, 5, 317, 24_999, 25_000, 50_000, 99_999, 100_000, Int.max] {
            let best = TopK.indices(scores, count: count)
            #expect(best == Array(sorted.prefix(count)), "\(count) of \(order)")
        }
    }

    @Test func whatIsNoNumberComesLastAndZerosAreEqual() {
        let scores: [Float] = [
            .nan, -.infinity, 0, -0.0, .infinity, -.nan, -Float.leastNonzeroMagnitude, Float.leastNonzeroMagnitude, 0,
        ]
        let order = [4, 7, 2, 3, 8, 6, 1, 0, 5]
        for count in 1...9 { #expect(TopK.indices(scores, count: count) == Array(order.prefix(count))) }
        #expect(TopK.indices([], count: 3) == [])
    }
}
