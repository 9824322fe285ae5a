import Testing

@testable import Serving

@Suite struct ClassRankingTests {
    private let scores = ClassScores(classes: [0.4, 0.39, 0.8, 0.4], groups: [0.4, 0.9])
    private let groups = [ClassGroup(name: "few", classes: [0]), ClassGroup(name: "most", classes: [0, 1, 2])]

    private func ranking(
        labels: [String]? = nil, _ choices: [ClassChoice]? = nil, topK: Int = 10, threshold: Float? = nil,
        thresholds: [ClassChoice: Float] = [:]
    ) -> ClassRanking {
        ClassRanking(
            labels: labels, groups: groups, choices: choices, topK: topK, threshold: threshold, thresholds: thresholds)
    }

    @Test func allClassesAndNoGroupUnlessChosen() {
        let predictions = ranking(labels: ["a", "b", "c", "d"]).predictions(scores)
        #expect(predictions.map(\.index) == [2, 0, 3, 1])
        #expect(predictions.map(\.label) == ["c", "a", "d", "b"])
        #expect(predictions.map(\.score) == [0.8, 0.4, 0.4, 0.39])
    }

    @Test func classesWithoutLabelsHaveNone() {
        #expect(ranking(topK: 1).predictions(scores) == [Prediction(index: 2, label: nil, score: 0.8)])
    }

    @Test func onlyChosenOnesWithTheScoresOfTheWhole() {
        let predictions = ranking([.index(1), .index(3), .group(0), .group(1)]).predictions(scores)
        #expect(
            predictions == [
                Prediction(index: nil, label: "most", score: 0.9), Prediction(index: 3, label: nil, score: 0.4),
                Prediction(index: nil, label: "few", score: 0.4), Prediction(index: 1, label: nil, score: 0.39),
            ])
        #expect(ranking([.index(1), .index(3)], topK: 1).predictions(scores).map(\.index) == [3])
    }

    @Test func onlyScoresFromTheThresholdOn() {
        #expect(ranking(threshold: 0.4).predictions(scores).map(\.index) == [2, 0, 3])
        #expect(ranking(threshold: 0.9).predictions(scores).isEmpty)
    }

    @Test func aClassHasItsOwnThreshold() {
        let thresholds: [ClassChoice: Float] = [.index(2): 0.81, .index(1): 0.39, .group(1): 0.95, .group(0): 0.1]
        #expect(ranking(threshold: 0.4, thresholds: thresholds).predictions(scores).map(\.index) == [0, 3, 1])
        let chosen = ranking([.index(2), .group(0), .group(1)], threshold: 0.5, thresholds: thresholds)
        #expect(chosen.predictions(scores).map(\.label) == ["few"])
    }

    @Test func whatIsNoNumberIsNotListed() {
        let scores = ClassScores(classes: [.nan, 0.1], groups: [])
        #expect(ranking().predictions(scores).map(\.index) == [1])
        #expect(ranking(threshold: 0).predictions(scores).map(\.index) == [1])
    }
}
